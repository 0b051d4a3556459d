"""Help: the order most likely meant, the questions that fit it, and a search by one's own words."""

from flask import render_template, request

from shop_help import hx, order_facts, order_words
from shop_help.buyers import door
from shop_help.buyers.asking import Asking, asking
from shop_help.buyers.topics import topics_html
from shop_help.buyers.ways import ways_for
from shop_help.case_words import listed
from shop_help.doors import open_to_minors, open_to_visitors, platform
from shop_help.faq_words import read_of
from shop_help.help_finding import LONGEST_SOUGHT, find
from shop_help.models.shown_faqs import faqs_of
from shop_help.models.shown_orders import ShownOrder
from shop_help.policy.answers import filled
from shop_help.policy.help_questions import MOST_RANKED

#: The shop's own answers on the page; the conversation has the rest.
MOST_FAQS = 4
#: Found questions on a page: who doesn't see it among these looks by topic.
MOST_FOUND = 6


@door.get("/help")
@open_to_visitors
@open_to_minors
def help() -> str:
    asked = asking(guess=True)
    order = asked.order
    return render_template(
        "buyers/help.html",
        asked=asked,
        order=order,
        summary=order_words.summary_of(order) if order else None,
        sentence=order_words.status_sentence(order) if order else "",
        clock=order_words.clock_of(order) if order else None,
        questions=asked.ranked(MOST_RANKED),
        topics="" if platform().has_get_help else topics_html(asked),
        ways=[] if platform().has_get_help else ways_for(asked),
        cases=listed(asked.cases),
        faqs=_answers(order, asked.viewer.name) if order and asked.viewer else [],
        longest=LONGEST_SOUGHT,
    )


@door.get("/help/search")
@open_to_visitors
@open_to_minors
def help_search() -> str:
    """What was found; where nothing was typed, the questions that fit best."""
    asked, sought = asking(), request.args.get("q", "").strip()
    template = "buyers/_help_found.html" if hx.is_fragment() else "buyers/help_search.html"
    return render_template(
        template,
        asked=asked,
        sought=sought,
        questions=_found(asked, sought),
        longest=LONGEST_SOUGHT,
    )


def _found(asked: Asking, sought: str) -> list[object]:
    return [hit.question for hit in find(sought, MOST_FOUND)] if sought else [*asked.ranked(MOST_RANKED)]


def _answers(order: ShownOrder, buyer_name: str) -> list[tuple[str, str]]:
    """The shop's most common questions with their answers, filled with this order's facts."""
    facts = order_facts.facts_of(order, order.shop.name, buyer_name)
    found = faqs_of(order.shop.id, order.state, MOST_FAQS)
    return [(read_of(faq, "question"), filled(read_of(faq, "answer"), facts, "—")) for faq in found]
