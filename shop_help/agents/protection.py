"""A case of Buyer Protection: one page from which it is decided, and its whole file to print and to keep."""

from typing import Any

from flask import redirect, render_template

from shop_help import audit, hx, urls
from shop_help.agents import door
from shop_help.agents.found import FoundCase
from shop_help.agents.home import list_of, wanted
from shop_help.agents.protection_page import found_protection, may_read, page_of
from shop_help.models.shown_protection import ShownProtection
from shop_help.protection_archive import archive_answer
from shop_help.protection_file import AGENT, file_of
from shop_help.protection_sides import photo_href, steps_in_words


@door.get("/cases/<int:case_id>/protection")
def protection(case_id: int) -> Any:
    """The page; for htmx what is live of it. Who may not read it yet says why first, at the case."""
    found, case = found_protection(case_id)
    if may_read(found, case):
        return protection_page(found, case)
    # The page was made while they might read it.
    return render_template("agents/_lost.html", case=found) if hx.is_fragment() else _to_case(case_id)


def protection_page(found: FoundCase, case: ShownProtection, **more: Any) -> str:
    """`more`: what was done, and the form that came back."""
    if hx.is_fragment():
        return render_template("agents/_protection.html", **page_of(found, case, **more))
    asked = wanted()
    return render_template(
        "agents/protection.html",
        back=urls.agent_home(asked.show, asked.state),
        **list_of(found.id),
        **page_of(found, case, **more),
    )


def _to_case(case_id: int) -> Any:
    return redirect(urls.agent_case(case_id), 303)


@door.get("/cases/<int:case_id>/protection/file")
def protection_file(case_id: int) -> Any:
    """All of it on one page."""
    found, case = found_protection(case_id)
    if not found.may_read:
        return _to_case(case_id)
    return render_template(
        "agents/protection_papers.html",
        case=found,
        claim=case,
        file=file_of(case, AGENT),
        steps=steps_in_words(case, AGENT),
        photo_href=photo_href,
    )


@door.get("/cases/<int:case_id>/protection/archive")
def protection_archive(case_id: int) -> Any:
    found, case = found_protection(case_id)
    if not found.may_read:
        return _to_case(case_id)
    audit.record("archive.taken", f"case {case_id}", found.viewer)
    return archive_answer(file_of(case, AGENT))
