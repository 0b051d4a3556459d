"""The addresses of operators."""

from shop_help.urls.query import asking as _asking


def operator_home() -> str:
    return "/operators/"


def operator_brand() -> str:
    return "/operators/brand"


def operator_brand_preview() -> str:
    """A brand that is being written, as pages would have it."""
    return "/operators/brand/preview"


def operator_keys() -> str:
    return "/operators/keys"


def operator_tool_end(tool_id: int) -> str:
    """A seller's tool acts for nobody any more."""
    return f"/operators/keys/tools/{tool_id}/end"


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


def operator_people(who: str = "", role: str = "", behind: int = 0) -> str:
    """Who works here or for a shop; with `who`, somebody of that name, address or number."""
    return _asking("/operators/people", who=who, role=role, behind=behind)


def operator_person(person_id: int) -> str:
    return f"/operators/people/{person_id}"


def operator_new_person() -> str:
    """A form for somebody who is to work here; sent there, they are invited."""
    return "/operators/people/new"


def operator_person_password(person_id: int) -> str:
    """A link by which somebody chooses a password: who was invited and hasn't come, or forgot theirs."""
    return f"/operators/people/{person_id}/password"


def operator_person_roles(person_id: int) -> str:
    """Gives and takes roles (form fields `role`)."""
    return f"/operators/people/{person_id}/roles"


def operator_person_languages(person_id: int) -> str:
    """Sets in which languages an agent answers."""
    return f"/operators/people/{person_id}/languages"


def operator_person_departure(person_id: int) -> str:
    """Signs somebody out for good."""
    return f"/operators/people/{person_id}/departure"


def operator_person_return(person_id: int) -> str:
    """Lets them sign in again."""
    return f"/operators/people/{person_id}/return"


def operator_audit(person: str = "", act: str = "", day: str = "", behind: str = "") -> str:
    """The audit log: of a person (0: commands), an act, a day."""
    return _asking("/operators/audit", person=person, act=act, day=day, behind=behind)


def operator_audit_file(person: str = "", act: str = "", day: str = "") -> str:
    """The same as a file."""
    return _asking("/operators/audit.csv", person=person, act=act, day=day)


def operator_webhooks() -> str:
    """Programs outside that are told what happens; a POST adds one (form fields `address`, `happening`)."""
    return "/operators/webhooks"


def operator_webhook(endpoint_id: int, state: str = "", behind: int = 0) -> str:
    """One of them, with its deliveries, or those in a state; behind the one of that id."""
    return _asking(f"/operators/webhooks/{endpoint_id}", state=state, behind=behind)


def operator_webhook_act(endpoint_id: int, act: str) -> str:
    """`settings`, `secrets`, `pause` (form field `on`), `removal`, `tests` or `replays` (form field `days`)."""
    return f"/operators/webhooks/{endpoint_id}/{act}"


def operator_delivery(endpoint_id: int, delivery_id: int) -> str:
    return f"/operators/webhooks/{endpoint_id}/deliveries/{delivery_id}"


def operator_delivery_replays(endpoint_id: int, delivery_id: int) -> str:
    """Sends it again."""
    return f"/operators/webhooks/{endpoint_id}/deliveries/{delivery_id}/replays"


def operator_replies() -> str:
    """Customer service's saved replies; a POST adds one."""
    return "/operators/replies"


def operator_new_reply() -> str:
    return "/operators/replies/new"


def operator_reply(reply_id: int) -> str:
    return f"/operators/replies/{reply_id}"


def operator_reply_removal(reply_id: int) -> str:
    return f"/operators/replies/{reply_id}/removal"


def operator_reply_restorations() -> str:
    """Takes a removal back (form field `entry`: its line in the log)."""
    return "/operators/replies/restorations"


def operator_reply_place(reply_id: int) -> str:
    """Moves it (form fields `move`: up or down, `place`: where it stood)."""
    return f"/operators/replies/{reply_id}/place"


def operator_labels(language: str = "") -> str:
    """What the buttons of each platform are called, in a language."""
    return _asking("/operators/labels", language=language)


def operator_platform_labels(platform: str, language: str) -> str:
    return f"/operators/labels/{platform}/{language}"


def operator_labels_preview(platform: str, language: str) -> str:
    """Labels that are being written, as buyers would meet them."""
    return f"/operators/labels/{platform}/{language}/preview"


def operator_labels_removal(platform: str, language: str) -> str:
    """Our words again."""
    return f"/operators/labels/{platform}/{language}/removal"


def operator_label_restorations() -> str:
    """Takes that back (form field `entry`: its line in the log)."""
    return "/operators/labels/restorations"


def operator_teams() -> str:
    """The teams of customer service."""
    return "/operators/teams"


def operator_team(team: str) -> str:
    return f"/operators/teams/{team}"


def operator_team_members(team: str) -> str:
    """Who is in it (form fields `listed`, `was`, `member`: who is shown, who was in it, who is to be)."""
    return f"/operators/teams/{team}/members"


def operator_team_names(team: str) -> str:
    """What it is called (form fields `name-en` …, `seen`)."""
    return f"/operators/teams/{team}/names"
