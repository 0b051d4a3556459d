"""The demo's mail: a file each, which a page shows. Nothing leaves, and the page says so."""

from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

from shop_help import clock
from shop_help.mailing.port import SENT, Outcome

#: Files that are kept, the newest.
MOST_KEPT = 200


def send(letter: EmailMessage, folder: str) -> Outcome:
    """Writes it down whole, or not at all."""
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    name = f"{clock.now():%Y%m%dT%H%M%S%f}-{uuid4().hex[:8]}.eml"
    unfinished = place / f".{name}"
    unfinished.write_bytes(letter.as_bytes(policy=policy.SMTP))
    unfinished.rename(place / name)
    for old in _files(folder)[MOST_KEPT:]:
        old.unlink(missing_ok=True)
    return Outcome(SENT)


def _files(folder: str) -> list[Path]:
    return sorted(Path(folder).glob("*.eml"), reverse=True)


def letters_to(address: str, folder: str) -> Iterator[EmailMessage]:
    """What went to an address, the newest first."""
    for path in _files(folder):
        # A newer one may have pushed it out meanwhile.
        with suppress(FileNotFoundError):
            letter = message_from_bytes(path.read_bytes(), policy=policy.default)
            if letter["To"] == address:
                yield letter
