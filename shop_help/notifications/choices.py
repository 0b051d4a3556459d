"""What somebody is told of by which channel, and at which hours not."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from shop_help import identity, mailing, pushing, urls
from shop_help.actions import notifications as acts
from shop_help.forms import text_of
from shop_help.models.shown_notifications import browsers_told, choices, email_of, habit_of
from shop_help.notifications import door
from shop_help.policy.messages import Refused
from shop_help.policy.telling import CHANNELS, KINDS, MAIL, PUSH, is_on, kinds_of, side_of
from shop_help.policy.telling_times import DAY_MINUTES, is_zone
from shop_help.speech import gettext as _

#: When quiet hours begin and end where somebody only turns them on.
NIGHT = (22 * 60, 8 * 60)


@door.get("/notifications/choices")
def choose() -> str:
    return _page()


def _page(error: str = "") -> str:
    viewer = identity.current()
    chosen, habit, side = choices(viewer.person_id), habit_of(viewer.person_id), side_of(viewer.audience)
    # What was sent and can't be kept comes back as it was.
    typed = request.form if error else None
    kinds = []
    for kind in kinds_of(viewer.roles):
        on = {name: is_on(side, kind, name, chosen) for name in CHANNELS}
        if typed is not None:
            on = {name: f"{kind}-{name}" in typed for name in CHANNELS}
        kinds.append((kind, _(KINDS[kind][0]), _(KINDS[kind][1]), on))
    begins, ends = (habit.quiet_from, habit.quiet_until) if habit.quiet_from is not None else NIGHT
    quiet = _clock(begins), _clock(ends)
    return render_template(
        "notifications/choices.html",
        kinds=kinds,
        channels=[(name, _(words)) for name, words in CHANNELS.items()],
        is_quiet=habit.quiet_from is not None if typed is None else "quiet" in typed,
        quiet=quiet if typed is None else (text_of("quiet_from"), text_of("quiet_until")),
        zone_chosen=habit.zone if typed is None else text_of("zone"),
        shows_words=habit.shows_words if typed is None else "shows_words" in typed,
        browsers=browsers_told(viewer.person_id),
        email=email_of(viewer.person_id) if mailing.is_set_up() else "",
        is_demo_mail=mailing.is_demo(),
        public_key=pushing.public_key(),
        error=error,
    )


def _clock(minutes: int | None) -> str:
    hour, minute = divmod(minutes or 0, 60)
    return f"{hour:02}:{minute:02}"


@door.post("/notifications/choices")
def keep_choices() -> Any:
    viewer, zone = identity.current(), text_of("zone")
    begins, ends = _minutes("quiet_from"), _minutes("quiet_until")
    is_quiet = "quiet" in request.form
    if zone and not is_zone(zone):
        return _page(_("There is no such time zone. Choose one of the list, such as Europe/Berlin.")), 422
    if is_quiet and (begins is None or ends is None or begins == ends):
        return _page(_("Say when the quiet hours begin and when they end.")), 422
    on = {(kind, name): f"{kind}-{name}" in request.form for kind in kinds_of(viewer.roles) for name in CHANNELS}
    quiet = (begins, ends) if is_quiet and begins is not None and ends is not None else None
    acts.choose(viewer, acts.Wanted(quiet, zone, "shows_words" in request.form, on))
    flash(_("Saved."), "good")
    return redirect(urls.notification_choices(), 303)


def _minutes(name: str) -> int | None:
    """Minutes of the day of a field such as 22:30; None for anything else."""
    hour, _colon, minute = text_of(name).partition(":")
    if not (hour.isascii() and hour.isdigit() and minute[:2].isascii() and minute[:2].isdigit() and len(hour) < 3):
        return None
    found = int(hour) * 60 + int(minute[:2])
    return found if found < DAY_MINUTES and int(minute[:2]) < 60 else None


@door.post("/notifications/test")
def send_test() -> Response:
    """A test that really goes out, by the same way as everything else."""
    channel = request.form.get("channel", "")
    try:
        acts.ask_for_test(identity.current(), channel)
        said = _("A test mail is on its way.") if channel == MAIL else _("A test is on its way to your devices.")
        flash(said, "good")
    except Refused:
        said = (
            _("Turn notifications on on this device first.") if channel == PUSH else _("No mail can be sent to you.")
        )
        flash(said, "warn")
    if current_app.config["DEMO"] and mailing.is_demo() and channel == MAIL:
        return redirect(urls.demo_mails(), 303)
    return redirect(urls.notification_choices(), 303)
