"""The log in words: what happened, and through whom."""

from shop_help.policy.happenings import HAPPENINGS
from shop_help.policy.verdict_codes import CODES
from shop_help.policy.wording import N_
from shop_help.speech import gettext as _

#: What stays in here. What others are told of has its sentences in the rulebook.
EVENTS = {name: happening.words for name, happening in HAPPENINGS.items()} | {
    "order.taken_in": N_("An order came in"),
    "order.changed": N_("An order changed"),
    "order.refunded": N_("An item was refunded"),
    "help_questions.installed": N_("The questions of Help were put in"),
    "help_question.changed": N_("A question of Help was edited"),
    "help_question.restored": N_("An earlier text of Help holds again"),
    "help_question.added": N_("A question of Help was added"),
    "help_question.hidden": N_("A question of Help was hidden"),
    "help_question.offered": N_("A question of Help is offered again"),
    "help_question.translated": N_("A question of Help was written in another language"),
    "help_question.translation_removed": N_("A translation of a question of Help was deleted"),
    "help_question.translation_restored": N_("A deleted translation of a question of Help is back"),
    "help_question.moved": N_("A question of Help was moved"),
    "help_question.order_reset": N_("Questions of Help stand in the default order again"),
    "standard_faqs.installed": N_("Questions for all shops were put in"),
    "standard_faq.added": N_("A question for all shops was added"),
    "standard_faq.changed": N_("A question for all shops was changed"),
    "standard_faq.removed": N_("A question for all shops was deleted"),
    "standard_faq.restored": N_("A deleted question for all shops is back"),
    "standard_faq.translated": N_("A question for all shops was written in another language"),
    "standard_faq.translation_removed": N_("A translation of a question for all shops was deleted"),
    "standard_faq.translation_restored": N_("A deleted translation of a question for all shops is back"),
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
    "case.taken_over_because": N_("Why a case was taken over"),
    "case.transferred_because": N_("Why a case was handed on"),
    "case.looked_into": N_("An agent looked into a colleague's case"),
    "duty.lease_ran_out": N_("An agent's console was closed for too long"),
    "labels.changed": N_("Buttons are called something else"),
    "team.members_changed": N_("An agent is in other teams"),
    "team.renamed": N_("A team is called something else"),
    "service_hours.changed": N_("The business hours of a market were changed"),
    "service_reply.added": N_("A saved reply of the agents was added"),
    "service_reply.changed": N_("A saved reply of the agents was changed"),
    "service_reply.moved": N_("A saved reply of the agents was moved"),
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


def why_words(why: str) -> str:
    """What was said of it. The code of a verdict stands in the log for programs, and says nothing to people."""
    return "" if why in CODES else why


def log_voice_word(voice: str) -> str:
    """Through whom it happened."""
    return _(VOICES[voice])
