"""Which keys there are: what each is for, and how it is changed without anybody being locked out meanwhile."""

from dataclasses import dataclass

from shop_help.policy.wording import N_

#: How a key stands: it is used from now on; or it still opens what it made, or signs beside the newest.
IN_USE, BESIDE = "in_use", "beside"
STATES = {IN_USE: N_("In use"), BESIDE: N_("Still taken")}


@dataclass(frozen=True)
class Purpose:
    """What keys of a kind are for, and how they are changed."""

    words: str
    change: str
    #: The setting that holds them; empty where they are made on a page.
    setting: str = ""
    #: Is the highest number used from now on? Else each of them is taken alike.
    is_numbered: bool = False


_BOTH = N_("Add the new one in front, let the other side sign with it, then take the old one away.")
_NUMBERED = N_("Add one with the next number. Keep the old one: it opens what it made.")
PURPOSES = {
    "handoff": Purpose(N_("The shop signs people in with it"), _BOTH, "SHOP_HELP_HANDOFF_KEYS"),
    "orders": Purpose(N_("The shop signs orders with it"), _BOTH, "SHOP_HELP_ORDERS_SECRET"),
    "payments": Purpose(N_("Refunds are signed with it, both ways"), _BOTH, "SHOP_HELP_PAYMENTS_SECRET"),
    "audit": Purpose(N_("Chains the audit log"), _NUMBERED, "SHOP_HELP_AUDIT_KEY", True),
    "second_factor": Purpose(N_("Keeps authenticator apps"), _NUMBERED, "SHOP_HELP_SECOND_FACTOR_KEY", True),
    "tools": Purpose(N_("Makes the secrets of sellers' tools"), _NUMBERED, "SHOP_HELP_TOOL_KEY", True),
    "webhooks": Purpose(N_("Makes the secrets of webhooks"), _NUMBERED, "SHOP_HELP_WEBHOOK_KEY", True),
    "push": Purpose(N_("Signs pushes"), N_("With another one each browser is asked anew."), "SHOP_HELP_PUSH_KEY"),
    "webhook": Purpose(N_("Signs what a webhook is told"), N_("“New secret” on its page: for two days both sign.")),
    "tool": Purpose(N_("A seller's tool"), N_("The seller connects it anew. Here it can be ended.")),
}


def states_of(purpose: str, names: list[str]) -> dict[str, str]:
    """How each of these stands, by its name."""
    if not PURPOSES[purpose].is_numbered:
        return dict.fromkeys(names, IN_USE)
    newest = max(names, key=int, default="")
    return {name: IN_USE if name == newest else BESIDE for name in names}
