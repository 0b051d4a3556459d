"""What somebody was told of, the newest first."""

from flask import abort, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from shop_help import hx, identity, urls
from shop_help.actions import notifications as acts
from shop_help.announcements.lists import notifications_changed
from shop_help.models.shown_notifications import count_told, notification_of, notifications_of
from shop_help.notifications import door
from shop_help.paging import cut
from shop_help.speech import gettext as _
from shop_help.telling_words import address_of, words_of

PAGE = 25


@door.get("/notifications")
def notifications() -> str:
    viewer, behind = identity.current(), request.args.get("behind", None, type=int)
    rows, last = cut(notifications_of(viewer.person_id, behind, PAGE + 1), PAGE)
    part = "notifications/_rows.html" if behind else "notifications/_list.html"
    return render_template(
        part if hx.is_fragment() else "notifications/list.html",
        rows=[(row, words_of(row), row.read_at is None and not row.is_seen) for row in rows],
        unread=count_told(viewer.person_id),
        next_url=urls.notifications(last.id) if last else None,
    )


@door.get("/notifications/unread")
def unread() -> str:
    """The number on the bell, fetched again when something is new."""
    return render_template("shared/_unread.html", unread=count_told(identity.current().person_id))


@door.get("/notifications/<int:notification_id>")
def notification(notification_id: int) -> Response:
    """Leads to what it is about. Opened is read: what was shown here says so itself."""
    viewer = identity.current()
    row = notification_of(viewer.person_id, notification_id)
    if row is None:
        abort(404)
    if row.read_at is None:
        acts.mark_read(viewer.person_id, notification_id)
        notifications_changed(viewer.person_id)
    return redirect(address_of(row), 303)


@door.post("/notifications/read")
def mark_read() -> Response:
    """All of them, or the one that is named."""
    viewer = identity.current()
    acts.mark_read(viewer.person_id, request.form.get("notification", None, type=int))
    notifications_changed(viewer.person_id)
    if "notification" not in request.form:
        flash(_("All are marked as read."), "good")
    return redirect(urls.notifications(), 303)
