"""The addresses of operators."""

from shop_help.urls.query import asking as _asking


def operator_questions() -> str:
    return "/operators/questions"


def operator_question(question_id: int) -> str:
    return f"/operators/questions/{question_id}"


def operator_question_preview(question_id: int) -> str:
    return f"/operators/questions/{question_id}/preview"


def operator_question_restorations(question_id: int) -> str:
    """Makes an earlier version the one that holds (form field `version`)."""
    return f"/operators/questions/{question_id}/restorations"


def operator_home() -> str:
    return "/operators/"


def operator_hours() -> str:
    """When customer service is open, market by market."""
    return "/operators/hours"


def operator_market_hours(market: str) -> str:
    return f"/operators/hours/{market}"


def operator_hours_preview(market: str) -> str:
    """Hours that are being written, as buyers would meet them."""
    return f"/operators/hours/{market}/preview"


def operator_rulebook(market: str = "") -> str:
    """The rules in sentences and numbers, with their versions."""
    return _asking("/operators/rulebook", market=market)


def operator_permissions() -> str:
    return "/operators/permissions"


def operator_rule_versions() -> str:
    """Drafts a version (form field `market`)."""
    return "/operators/rulebook/versions"


def operator_rule_version(version_id: int) -> str:
    return f"/operators/rulebook/versions/{version_id}"


def operator_rule_removal(version_id: int) -> str:
    """Discards a draft."""
    return f"/operators/rulebook/versions/{version_id}/removal"


def operator_rule_publication(version_id: int) -> str:
    """From when on it judges (form fields `day`, `revision`)."""
    return f"/operators/rulebook/versions/{version_id}/publication"


def operator_rule_replays(version_id: int) -> str:
    """Tries a draft on the newest orders."""
    return f"/operators/rulebook/versions/{version_id}/replays"


def operator_rule_replay(replay_id: int, after: int = 0) -> str:
    """What came of it; a POST does the next piece."""
    return _asking(f"/operators/rulebook/replays/{replay_id}", after=after)


def operator_order_verdicts(number: str, draft: int = 0) -> str:
    """What may be done with an order, by the rules that judge it and by a draft."""
    return _asking(f"/operators/rulebook/orders/{number}", draft=draft)


def operator_refunds(state: str = "", behind: int = 0) -> str:
    """All refunds, or those in a state; behind the one of that id."""
    return _asking("/operators/refunds", state=state, behind=behind)


def operator_refunds_file(state: str = "") -> str:
    """The same as a file."""
    return _asking("/operators/refunds.csv", state=state)


def operator_refund(refund_id: int) -> str:
    return f"/operators/refunds/{refund_id}"


def operator_refund_tries(refund_id: int) -> str:
    """Sends it again."""
    return f"/operators/refunds/{refund_id}/tries"


def operator_refund_payment(refund_id: int) -> str:
    """Says that it was paid by hand (form field `note`)."""
    return f"/operators/refunds/{refund_id}/payment"


def operator_reports(days: int = 0, market: str = "", team: str = "") -> str:
    """How customer service is doing, in the last so many days."""
    return _asking("/operators/reports", days=days, market=market, team=team)


def operator_protection(days: int = 0, market: str = "") -> str:
    """Buyer Protection in figures, of the last so many days."""
    return _asking("/operators/protection", days=days, market=market)


def operator_protection_file(name: str, first: str, last: str, market: str = "") -> str:
    """A table of Buyer Protection as a file."""
    return _asking(f"/operators/protection/{name}.csv", **{"from": first, "until": last, "market": market})


def operator_report(name: str, first: str, last: str, market: str = "", team: str = "") -> str:
    """A report's table as a file."""
    query = {"from": first, "until": last, "market": market, "team": team}
    return _asking(f"/operators/reports/{name}.csv", **query)


def operator_audit(person: str = "", act: str = "", day: str = "", behind: str = "") -> str:
    """The audit log: of a person (0: commands), an act, a day."""
    return _asking("/operators/audit", person=person, act=act, day=day, behind=behind)


def operator_audit_file(person: str = "", act: str = "", day: str = "") -> str:
    """The same as a file."""
    return _asking("/operators/audit.csv", person=person, act=act, day=day)
