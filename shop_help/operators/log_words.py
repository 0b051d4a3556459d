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
