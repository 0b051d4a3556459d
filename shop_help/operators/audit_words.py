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
    "person.languages_changed": N_("Answers in other languages"),
    "person.shops_changed": N_("Answers for other shops"),
    "person.left": N_("Account closed"),
    "person.returned": N_("Account opened again"),
    "person.deletion_asked": N_("Had an account deleted in 14 days"),
    "person.deletion_undone": N_("Took the deletion of an account back"),
    "rights.exported": N_("Took somebody's data out for them"),
    "case.looked_into": N_("Looked into a colleague's case"),
    "person.invited": N_("Invited somebody"),
    "person.came": N_("Chose a password by an invitation"),
    "person.password_link": N_("Link for a new password"),
    "person.password_renewed": N_("Chose a new password by a link"),
    "person.password_changed": N_("Changed the password"),
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
    "help_question.added": N_("Added a question of Help"),
    "help_question.hidden": N_("Hid a question of Help"),
    "help_question.offered": N_("Let a question of Help be offered again"),
    "help_question.moved": N_("Put questions of Help in another order"),
    "help_question.order_reset": N_("Put questions of Help back in the default order"),
    "service_reply.added": N_("Added a saved reply"),
    "service_reply.changed": N_("Changed a saved reply"),
    "service_reply.moved": N_("Put saved replies in another order"),
    "service_reply.removed": N_("Deleted a saved reply"),
    "service_reply.restored": N_("Took the deletion of a saved reply back"),
    "standard_faq.added": N_("Added a question for all shops"),
    "standard_faq.changed": N_("Changed a question for all shops"),
    "standard_faq.removed": N_("Deleted a question for all shops"),
    "standard_faq.restored": N_("Took the deletion of a question for all shops back"),
    "labels.changed": N_("Changed what buttons are called"),
    "team.members_changed": N_("Put an agent into other teams"),
    "team.renamed": N_("Gave a team another name"),
    "service_hours.changed": N_("Changed business hours"),
    "rules.drafted": N_("Drafted rules"),
    "rules.changed": N_("Changed a draft of the rules"),
    "rules.discarded": N_("Discarded a draft of the rules"),
    "rules.published": N_("Published rules"),
    "tool.connected": N_("Connected a tool"),
    "tool.told_elsewhere": N_("Set where a tool is told what happens"),
    "tool.disconnected": N_("Disconnected a tool"),
    "brand.changed": N_("Changed name, accent or logo"),
    "key.made": N_("Made a key for the settings"),
    "webhook.added": N_("Added a webhook"),
    "webhook.changed": N_("Changed what a webhook is told"),
    "webhook.rotated": N_("Gave a webhook a new secret"),
    "webhook.paused": N_("Paused a webhook"),
    "webhook.resumed": N_("Set a webhook going again"),
    "webhook.removed": N_("Removed a webhook"),
    "webhook.replayed": N_("Sent deliveries of a webhook again"),
    "webhook.tested": N_("Tried a webhook"),
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
