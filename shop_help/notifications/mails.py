"""The link of every mail that ends them; and the demo's mails, which never left."""

from flask import abort, current_app, render_template

from shop_help import identity, letters, mailing
from shop_help.actions import notifications as acts
from shop_help.extensions import csrf, limiter
from shop_help.mailing import demo
from shop_help.models.shown_notifications import email_of
from shop_help.notifications import door

#: Mails of the demo's page.
MOST_SHOWN = 20


@door.get("/notifications/mails/<token>/end")
def no_more_mails(token: str) -> str:
    """Asks first: programs that look into links end nothing."""
    return _page(token, is_done=False)


@door.post("/notifications/mails/<token>/end")
@csrf.exempt
@limiter.limit("30 per minute")
def end_mails(token: str) -> str:
    """Mail programs post here by themselves (RFC 8058): the signed name is all that they have."""
    person_id = letters.person_of(token)
    if person_id is None:
        abort(404)
    acts.end_mails(person_id)
    return _page(token, is_done=True)


def _page(token: str, is_done: bool) -> str:
    if letters.person_of(token) is None:
        abort(404)
    return render_template("notifications/no_more_mails.html", token=token, is_done=is_done)


@door.get("/notifications/mails")
def demo_mails() -> str:
    """What the demo would have sent to this person."""
    if not mailing.is_demo():
        abort(404)
    address = email_of(identity.current().person_id)
    found = []
    for letter in demo.letters_to(address, current_app.config["MAIL_DIR"]):
        body = letter.get_body(("plain",))
        found.append(
            {"subject": letter["Subject"], "date": letter["Date"], "text": body.get_content() if body else ""}
        )
        if len(found) == MOST_SHOWN:
            break
    return render_template("notifications/demo_mails.html", mails=found, address=address)
