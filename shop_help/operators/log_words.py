"""The log in words: what happened, and through whom."""

from shop_help.policy.wording import N_
from shop_help.speech import gettext as _

EVENTS = {
    "order.taken_in": N_("An order came in"),
    "order.changed": N_("An order changed"),
    "order.refunded": N_("An item was refunded"),
    "conversation.opened": N_("A conversation began"),
    "help_questions.installed": N_("The questions of Help were put in"),
    "help_question.changed": N_("A question of Help was edited"),
    "help_question.restored": N_("An earlier text of Help holds again"),
    "reply.added": N_("A saved reply was added"),
    "reply.changed": N_("A saved reply was changed"),
    "reply.removed": N_("A saved reply was deleted"),
    "reply.restored": N_("A deleted reply is back"),
    "faq.added": N_("A shop's question was added"),
    "faq.changed": N_("A shop's question was changed"),
    "faq.removed": N_("A shop's question was deleted"),
    "faq.restored": N_("A deleted question is back"),
    "shop.went_away": N_("A shop went away"),
    "shop.came_back": N_("A shop came back"),
    "shop.away_note_changed": N_("A shop changed its note to buyers"),
    "shop.holiday_set": N_("A shop planned a holiday"),
    "shop.holiday_ended": N_("A shop ended its holiday"),
    "shop.holiday_called_off": N_("A shop called its holiday off"),
    "case.opened": N_("A buyer turned to customer service"),
    "case.claimed": N_("An agent took a case"),
    "case.routed": N_("A chat went to an agent"),
    "case.taken_over": N_("An agent took a case over"),
    "case.taken_over_because": N_("Why a case was taken over"),
    "case.transferred": N_("A case went to a colleague"),
    "case.transferred_because": N_("Why a case was handed on"),
    "case.given_to_team": N_("A case went to another team"),
    "case.handed_back": N_("A case waits for an agent again"),
    "case.looked_into": N_("An agent looked into a colleague's case"),
    "case.assigned": N_("A case is in work"),
    "case.waiting_buyer": N_("A case waits for its buyer"),
    "case.waiting_seller": N_("A case waits for the seller"),
    "case.became_chat": N_("A case became a live chat"),
    "case.became_message": N_("A chat became a message"),
    "case.resolved": N_("A case was resolved"),
    "case.rated": N_("A buyer rated a resolution"),
    "case.reopened": N_("A case was opened again"),
    "case.closed": N_("A case was closed"),
    "duty.lease_ran_out": N_("An agent's console was closed for too long"),
    "service_hours.changed": N_("The business hours of a market were changed"),
    "service_reply.added": N_("A saved reply of the agents was added"),
    "service_reply.changed": N_("A saved reply of the agents was changed"),
    "service_reply.removed": N_("A saved reply of the agents was deleted"),
    "service_reply.restored": N_("A deleted reply of the agents is back"),
    "rules.drafted": N_("A version of the rules was drafted"),
    "rules.changed": N_("A draft of the rules was changed"),
    "rules.discarded": N_("A draft of the rules was discarded"),
    "rules.published": N_("A version of the rules was published"),
    "order.placed": N_("An order was placed"),
}

VOICES = {
    "BUYER": N_("Buyer"),
    "SHOP": N_("Seller"),
    "CUSTOMER_SERVICE": N_("Customer service"),
    "OPERATOR": N_("Operator"),
    "SYSTEM": N_("Shop Help"),
    "FEED": N_("Order feed"),
}


def event_word(what: str) -> str:
    """What happened; of a newer event at least its own name, spelled out."""
    return _(EVENTS[what]) if what in EVENTS else what.replace(".", " ").replace("_", " ").capitalize()


def log_voice_word(voice: str) -> str:
    """Through whom it happened."""
    return _(VOICES[voice])
