"""Who may do what, as a table: each question of policy.permissions, asked for each role (PRODUCT 6)."""

from collections.abc import Callable
from dataclasses import dataclass

from shop_help.policy import permissions as may
from shop_help.policy import protection_rights as rights
from shop_help.policy.permissions import Asker, ConversationFacts
from shop_help.policy.wording import N_

#: Each column: who asks. The one who asks is person 1; their shop, if they have one, is shop 1.
ASKERS: dict[str, Asker | None] = {
    "visitor": None,
    "minor": Asker(1, frozenset({"buyer"}), frozenset(), False),
    "buyer": Asker(1, frozenset({"buyer"}), frozenset(), True),
    "seller": Asker(1, frozenset({"seller"}), frozenset({1}), True),
    "agent": Asker(1, frozenset({"agent"}), frozenset(), True),
    "operator": Asker(1, frozenset({"operator"}), frozenset(), True),
}
COLUMNS = {
    "visitor": N_("Visitor"),
    "minor": N_("Buyer under 18"),
    "buyer": N_("Buyer"),
    "seller": N_("Seller"),
    "agent": N_("Agent"),
    "operator": N_("Operator"),
}
ANSWERS = {"yes": N_("yes"), "own": N_("their own"), "no": N_("no")}

_OWN, _OTHERS = ConversationFacts(1, 1, False), ConversationFacts(2, 2, False)
_OWN_CASE, _WAITING = ConversationFacts(1, None, False), ConversationFacts(2, None, False)
_HELD, _COLLEAGUES = ConversationFacts(2, None, False, 1), ConversationFacts(2, None, False, 3)
_LOOKED = ConversationFacts(2, None, False, 3, frozenset({1}))

Ask = Callable[[Asker | None], bool]


@dataclass(frozen=True)
class Question:
    """A row: what is asked, and the function that answers for what is one's own and for what is somebody else's."""

    words: str
    own: Ask
    others: Ask | None = None

    def answer(self, asker: Asker | None) -> str:
        """A name of ANSWERS."""
        if (self.others or self.own)(asker):
            return "yes"
        return "own" if self.own(asker) else "no"


def _signed_in(ask: Callable[[Asker], bool]) -> Ask:
    """A question that no page asks for a visitor."""
    return lambda asker: asker is not None and ask(asker)


def _about(
    ask: Callable[[Asker, ConversationFacts], bool], own: ConversationFacts, others: ConversationFacts
) -> tuple[Ask, Ask]:
    return _signed_in(lambda asker: ask(asker, own)), _signed_in(lambda asker: ask(asker, others))


QUESTIONS = (
    Question(N_("Read help about one's own account, at any age"), may.may_read_help),
    Question(N_("Say whether a help text helped"), may.may_vote),
    Question(N_("Use the buyers' pages: shop, orders, inbox"), lambda a: may.may_enter(a, "buyer")),
    Question(N_("Contact customer service"), may.may_contact),
    Question(N_("Use the sellers' pages"), lambda a: may.may_enter(a, "seller")),
    Question(N_("Use the agents' console"), lambda a: may.may_enter(a, "agent")),
    Question(N_("Use the operators' pages"), lambda a: may.may_enter(a, "operator")),
    Question(
        N_("Read a conversation with a seller"),
        *_about(may.may_read, _OWN, _OTHERS),
    ),
    Question(
        N_("Write in a conversation with a seller"),
        *_about(may.may_write, _OWN, _OTHERS),
    ),
    Question(
        N_("Write in a conversation that is closed"),
        *_about(may.may_write, ConversationFacts(1, 1, True), ConversationFacts(2, 2, True)),
    ),
    Question(
        N_("Read one's own case with customer service"),
        *_about(may.may_read, _OWN_CASE, _OWN_CASE),
    ),
    Question(N_("Answer the cases of others"), *_about(may.may_answer_cases, _WAITING, _WAITING)),
    Question(
        N_("Read a case that waits, or that one holds"),
        *_about(may.may_read_case, _HELD, _HELD),
    ),
    Question(
        N_("Read a case that a colleague holds"),
        *_about(may.may_read_case, _COLLEAGUES, _COLLEAGUES),
    ),
    Question(
        N_("Read a case that a colleague holds, once one said why"),
        *_about(may.may_read_case, _LOOKED, _LOOKED),
    ),
    Question(
        N_("See photos of the seller's conversation beside a case that one reads"),
        _signed_in(lambda a: may.may_look_in(a, [_COLLEAGUES, _HELD])),
    ),
    Question(
        N_("See them where one reads none of its cases"),
        _signed_in(lambda a: may.may_look_in(a, [_COLLEAGUES])),
    ),
    Question(
        N_("Answer a case that waits, or that one holds"),
        *_about(may.may_hold_case, _WAITING, _WAITING),
    ),
    Question(
        N_("Answer a case that a colleague holds"),
        *_about(may.may_hold_case, _LOOKED, _LOOKED),
    ),
    Question(N_("See the line of cases, its numbers and its search"), may.may_work_on_cases),
    Question(
        N_("Say how a case went, once it is resolved"),
        _signed_in(lambda a: may.may_rate(a, 1, "resolved")),
        _signed_in(lambda a: may.may_rate(a, 2, "resolved")),
    ),
    Question(
        N_("Run a shop: its hours, questions, saved replies and tools"),
        _signed_in(lambda a: may.may_run_shop(a, 1)),
        _signed_in(lambda a: may.may_run_shop(a, 2)),
    ),
    Question(
        N_("Answer what buyers ask of a shop, inspect what comes back, and ship its orders"),
        _signed_in(lambda a: may.may_run_shop(a, 1)),
        _signed_in(lambda a: may.may_run_shop(a, 2)),
    ),
    Question(
        N_("Decide a dispute whose case waits, or that one holds"),
        *_about(may.may_hold_case, _HELD, _WAITING),
    ),
    Question(
        N_("Decide a dispute whose case a colleague holds"),
        *_about(may.may_hold_case, _LOOKED, _LOOKED),
    ),
    Question(
        N_("See a buyer's name and address while there is something to ship"),
        _signed_in(lambda a: may.may_see_address(a, 1, "AWAITING_SHIPMENT")),
        _signed_in(lambda a: may.may_see_address(a, 2, "AWAITING_SHIPMENT")),
    ),
    Question(
        N_("See a buyer's name and address after that"),
        _signed_in(lambda a: may.may_see_address(a, 1, "DELIVERED")),
        _signed_in(lambda a: may.may_see_address(a, 2, "DELIVERED")),
    ),
    Question(
        N_("See a case of Buyer Protection and what both sides brought: its buyer, its shop, who reads its talk"),
        _signed_in(lambda a: rights.may_see_claim(a, rights.ClaimFacts(1 if "buyer" in a.roles else 2, 1, _WAITING))),
        _signed_in(lambda a: rights.may_see_claim(a, rights.ClaimFacts(2, 2, _COLLEAGUES))),
    ),
    Question(
        N_("See one that a colleague holds while its decision waits for a second agent"),
        _signed_in(lambda a: rights.may_see_claim(a, rights.ClaimFacts(2, 2, _COLLEAGUES, True))),
    ),
    Question(
        N_("See a photo of a claim that is not sent yet"),
        _signed_in(lambda a: rights.may_see_evidence(a, None, 1, False)),
        _signed_in(lambda a: rights.may_see_evidence(a, None, 2, False)),
    ),
    Question(
        N_("Answer a case of Buyer Protection, settle and appeal it as the shop"),
        _signed_in(lambda a: rights.side_in(a, 3, 1) == "SHOP"),
        _signed_in(lambda a: rights.side_in(a, 3, 2) == "SHOP"),
    ),
    Question(
        N_("Decide a case of Buyer Protection that waits, or that one holds"),
        _signed_in(lambda a: rights.may_decide(a, _WAITING, 2, ())),
    ),
    Question(
        N_("Decide it again after one's own decision was appealed"),
        _signed_in(lambda a: rights.may_decide(a, _WAITING, 2, (1,))),
    ),
    Question(
        N_("Confirm as the second agent what a colleague decided"),
        _signed_in(lambda a: rights.may_confirm(a, _COLLEAGUES, 2, 3, ())),
    ),
    Question(
        N_("Confirm one's own decision"),
        _signed_in(lambda a: rights.may_confirm(a, _HELD, 2, 1, ())),
    ),
    Question(N_("Write, change and delete the saved replies of customer service"), may.may_save_replies),
    Question(N_("Put them in order"), may.may_order_replies),
    Question(N_("Edit the words of Help"), may.may_edit_help),
    Question(N_("See the reports"), may.may_see_reports),
    Question(N_("Set when customer service is open"), may.may_set_hours),
    Question(N_("Say what the buttons of each platform are called"), may.may_set_labels),
    Question(N_("Say who is in which team of customer service, and what a team is called"), may.may_run_teams),
    Question(N_("See all refunds, try one again, mark one as paid by hand"), may.may_run_refunds),
    Question(N_("Draft, replay and publish the rules"), may.may_set_rules),
    Question(N_("See people, give and take their roles, sign them out for good"), may.may_manage_people),
    Question(N_("Set the name, the accent colour and the logo"), may.may_set_brand),
    Question(N_("See which keys there are, and end a seller's tool"), may.may_manage_keys),
    Question(N_("Say which programs outside are told what happens, and send it again"), may.may_set_webhooks),
    Question(N_("Read the audit log"), may.may_read_audit),
    Question(N_("Read the log of mails and pushes"), may.may_see_deliveries),
    Question(N_("Be told of what concerns one"), may.may_be_told),
)


def table() -> list[tuple[str, list[str]]]:
    """Each question with its answer for each column."""
    return [(each.words, [each.answer(asker) for asker in ASKERS.values()]) for each in QUESTIONS]
