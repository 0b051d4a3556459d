"""Your cases: what one asked customer service, who has to move, and until when."""

from flask import render_template, request

from shop_help import case_words, clock, hx, identity, urls
from shop_help.buyers import door
from shop_help.models.buyers_cases import page_of_cases
from shop_help.paging import cut, place, place_of

PAGE = 20


@door.get("/cases")
def cases() -> str:
    behind_what = place_of(request.args.get("before", ""))
    found, last = cut(page_of_cases(identity.current().person_id, behind_what, PAGE + 1), PAGE)
    following = urls.more_cases(place(last.opened_at, last.id)) if last else None
    part = "buyers/_case_cards.html" if behind_what else "buyers/_cases.html"
    template = part if hx.is_fragment() else "buyers/cases.html"
    return render_template(template, cases=found, next_url=following, words=case_words, at=clock.now())
