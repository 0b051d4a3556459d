"""The audit log in words: what was done, and by whom."""

from shop_help.policy.wording import N_
from shop_help.speech import gettext as _

ACTS = {
    "sign_in.begun": N_("Signed in"),
    "sign_in.refused": N_("A sign-in failed"),
    "sign_in.ended": N_("Signed out"),
    "sign_in.ended_elsewhere": N_("Signed out another browser"),
    "second_factor.app_set_up": N_("Set up an authenticator app"),
    "second_factor.app_removed": N_("Removed an authenticator app"),
    "second_factor.passkey_added": N_("Added a passkey"),
    "second_factor.passkey_renamed": N_("Renamed a passkey"),
    "second_factor.passkey_removed": N_("Removed a passkey"),
    "second_factor.codes_renewed": N_("Made new recovery codes"),
    "second_factor.shown": N_("Showed a second factor"),
    "second_factor.refused": N_("Showed a wrong code or passkey"),
    "second_factor.reset": N_("Second factor reset"),
    "person.added": N_("Account added"),
    "person.roles_changed": N_("Roles changed"),
    "person.left": N_("Account closed"),
    "case.looked_into": N_("Looked into a colleague's case"),
    "case.taken_over": N_("Took a case over"),
    "archive.taken": N_("Took the archive of a case"),
    "file.taken": N_("Took a file"),
    "protection.proposed": N_("Proposed a decision of Buyer Protection"),
    "protection.decided": N_("Decided a case of Buyer Protection"),
    "protection.confirmed": N_("Confirmed a colleague's decision"),
    "protection.refused": N_("Didn't confirm a colleague's decision"),
    "protection.found_ineligible": N_("Found a case not to be covered"),
    "dispute.for_buyer": N_("Decided a dispute for the buyer"),
    "dispute.for_seller": N_("Decided a dispute for the seller"),
    "refund.tried_again": N_("Sent a refund again"),
    "refund.marked_paid": N_("Marked a refund as paid"),
    "help_question.changed": N_("Edited a question of Help"),
    "help_question.restored": N_("Restored a text of Help"),
    "service_hours.changed": N_("Changed business hours"),
    "rules.drafted": N_("Drafted rules"),
    "rules.changed": N_("Changed a draft of the rules"),
    "rules.discarded": N_("Discarded a draft of the rules"),
    "rules.published": N_("Published rules"),
    "command.run": N_("Ran a command"),
}

ROLES = {
    "operator": N_("operator"),
    "agent": N_("agent"),
    "seller": N_("seller"),
    "buyer": N_("buyer"),
    "command": N_("command"),
    "none": N_("no role"),
}


def act_word(act: str) -> str:
    """What was done; an act of a later version is shown as it is."""
    return _(ACTS[act]) if act in ACTS else act


def role_word(role: str) -> str:
    """What they were then."""
    return _(ROLES[role]) if role in ROLES else role
