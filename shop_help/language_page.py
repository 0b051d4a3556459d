"""In which language one reads: for everybody, signed in or not, whichever their pages are."""

from flask import abort, redirect, render_template, request, session
from werkzeug.wrappers import Response

from shop_help import identity, urls
from shop_help.actions.language_choice import choose_language
from shop_help.doors import address_here
from shop_help.entrance import door
from shop_help.forms import page_they_were_on
from shop_help.languages import CHOSEN, LANGUAGES


@door.get("/language")
def language() -> str:
    """Each language by its own name, for who can't read the page that led here."""
    back = address_here(request.args.get("next", "")) or address_here(page_they_were_on()) or urls.home()
    return render_template("language.html", languages=LANGUAGES, back=back)


@door.post("/language")
def language_chosen() -> Response:
    """Kept in this browser, and with the account where there is one."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        abort(404)
    session[CHOSEN] = chosen
    viewer = identity.viewer()
    if viewer is not None:
        choose_language(viewer.person_id, chosen)
    return redirect(address_here(request.form.get("next", "")) or urls.home(), 303)
