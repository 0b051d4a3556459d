"""A mail to somebody: what they are told of, as text and as HTML in our look, with a link to each thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from shop_help import branding, clock, mailing, urls
from shop_help.dates import day_and_time
from shop_help.languages import reading
from shop_help.origins import origin
from shop_help.presentation import first_name
from shop_help.speech import gettext as _
from shop_help.speech import locale, ngettext
from shop_help.telling_words import Words, words_of


@dataclass(frozen=True)
class Item:
    """One thing in a mail. `said`: what was written, where the person wants to see it."""

    words: Words
    when: str
    address: str
    said: str = ""


@dataclass(frozen=True)
class Reader:
    """Who gets it."""

    person_id: int
    name: str
    email: str
    locale: str
    zone: str


def letter(reader: Reader, rows: Sequence[Any], said: dict[int, str], name: str) -> EmailMessage:
    """A mail of notifications (rows of models.shown_notifications). `said`: words by their ids; `name`: what makes a
    second copy of it the same mail."""
    with reading(reader.locale):
        items = [_item(row, reader.zone, said.get(row.id, "")) for row in rows]
        stop, choices = (
            origin() + urls.no_more_mails(token_of(reader.person_id)),
            origin() + urls.notification_choices(),
        )
        made = envelope(reader, _subject(items), name)
        made["List-Unsubscribe"], made["List-Unsubscribe-Post"] = f"<{stop}>", "List-Unsubscribe=One-Click"
        made.set_content(_text(reader, items, choices, stop))
        add_html(made, "mail/notifications.html", reader.name, items=items, choices=choices, stop=stop)
    return made


def test_letter(address: str) -> EmailMessage:
    """What `flask notify test` sends."""
    ours = branding.current().name
    reader, subject = Reader(0, "", address, "en", "UTC"), _("A test of %(name)s", name=ours)
    made = envelope(reader, subject, f"test-{clock.now().timestamp()}")
    made.set_content(_("Mails of %(name)s reach you here.", name=ours) + f"\n\n{origin()}\n")
    return made


def envelope(reader: Reader, subject: str, name: str) -> EmailMessage:
    """A mail without its words. `name`: what makes a second copy of it the same mail."""
    made = EmailMessage()
    # Names are as people and shops wrote them: a header has one line.
    made["From"], made["To"], made["Subject"] = mailing.sender(), _one_line(reader.email), _one_line(subject)
    made["Date"] = format_datetime(clock.now())
    host = parseaddr(mailing.sender())[1].rpartition("@")[2] or urlsplit(origin()).hostname
    made["Message-ID"] = f"<{name}@{host}>"
    # No holiday note answers it.
    made["Auto-Submitted"] = "auto-generated"
    return made


def add_html(made: EmailMessage, template: str, name: str, **said: Any) -> None:
    """The same words in our look, beside the text."""
    ours = branding.current()
    # Not render_template: what pages are given there is of who asks, and nobody does.
    page = current_app.jinja_env.get_template(template).render(
        brand=ours,
        logo=f"{origin()}{urls.brand_logo(ours.version)}" if ours.logo else None,
        name=first_name(name),
        language=locale(),
        **said,
    )
    made.add_alternative(page, subtype="html")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _item(row: Any, zone: str, said: str) -> Item:
    return Item(words_of(row), day_and_time(row.happened_at, zone), origin() + urls.notification(row.id), said)


def _subject(items: Sequence[Item]) -> str:
    if len(items) == 1:
        first = items[0].words
        return f"{first.title.rstrip('.')} · {first.about}" if first.about else first.title.rstrip(".")
    return ngettext("%(num)s notification", "%(num)s notifications", len(items))


def _text(reader: Reader, items: Sequence[Item], choices: str, stop: str) -> str:
    lines = [_("Hello %(name)s,", name=first_name(reader.name)), ""]
    for item in items:
        lines += [line for line in (item.words.title, item.words.about, item.when) if line]
        lines += [f"> {line}" for line in item.said.splitlines()]
        lines += [item.address, ""]
    lines += [_("Choose what you are told of: %(address)s", address=choices)]
    lines += [_("No more mails: %(address)s", address=stop)]
    lines += [_("Nobody reads answers to this mail. Open the link to answer.")]
    return "\n".join(lines) + "\n"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="no more mails")


def token_of(person_id: int) -> str:
    """What the link of a mail shows, so that it ends that person's mails and nobody else's."""
    return str(_signer().dumps(person_id))


def person_of(token: str) -> int | None:
    """Whose mails a link ends; None for anything that we didn't make."""
    try:
        found = _signer().loads(token)
    except BadData:
        return None
    return found if isinstance(found, int) else None
