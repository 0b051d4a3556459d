"""The browsers in which somebody is told by push."""

from flask import Response, flash, make_response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from shop_help import identity, pushing, urls
from shop_help.actions import notifications as acts
from shop_help.extensions import limiter
from shop_help.forms import text_of
from shop_help.notifications import door
from shop_help.policy.browsers import browser_words
from shop_help.speech import gettext as _


@door.post("/notifications/browsers")
@limiter.limit("30 per minute")
def take_browser() -> Response:
    """This browser says where its pushes go; 422 for an address that we would not send to."""
    said = pushing.Browser(text_of("endpoint"), text_of("p256dh"), text_of("auth"))
    if pushing.fault_of(said):
        return make_response("", 422)
    words = browser_words(request.user_agent.string)
    acts.take_browser(identity.current(), said.endpoint, said.p256dh, said.auth, words)
    return make_response("", 204)


@door.post("/notifications/browsers/removal")
def drop_browser() -> BaseResponse:
    """By its number, from the list; or by its endpoint, from the browser itself."""
    viewer, endpoint = identity.current(), text_of("endpoint")
    acts.drop_browser(viewer.person_id, request.form.get("browser", None, type=int), endpoint)
    if endpoint:
        return make_response("", 204)
    flash(_("That device is told no more."), "good")
    return redirect(urls.notification_choices(), 303)
