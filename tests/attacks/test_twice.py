"""Every form sent eight times at once to a real server does what it does once."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from tests.attacks.ground import Ground
from tests.attacks.test_every_write import ENTRANCES, FORMS, sender_of
from tests.conftest import config_of, copy_of
from tests.raw_http import RawBrowser
from tests.running import RunningServer

AT_ONCE = 8
#: They end or begin a sign-in, which is another one each time.
SIGNING = ENTRANCES | {"security.logout"}
#: What is written down at each knock, however often: who looked, when, and what goes with it.
SEEN = {"case_viewers", "sign_ins", "sqlite_sequence", "read_cursors"}
#: The server's own clockwork writes here too, whenever something is due.
SEEN |= {"log_entries", "outbox_entries", "webhook_deliveries", "notifications", "notification_deliveries"}


class Twice:
    """A server on a copy of the planted marketplace, which is put back before each form."""

    def __init__(self, ground: Ground, folder: Path) -> None:
        ground.put_back()
        self.path = copy_of(ground.whole_file(), folder)
        self.kept = sqlite3.connect(":memory:", check_same_thread=False)
        with closing(sqlite3.connect(self.path)) as written:
            written.backup(self.kept)
        secret = config_of("")["SECRET_KEY"]
        self.server = RunningServer(self.path, folder / "server.log", SHOP_HELP_SECRET_KEY=secret)

    def put_back(self) -> None:
        with closing(sqlite3.connect(self.path, timeout=20)) as written:
            written.execute("PRAGMA synchronous=OFF")
            self.kept.backup(written)

    def counts(self) -> dict[str, int]:
        with closing(sqlite3.connect(self.path, timeout=20)) as connection:
            tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            named = [name for name in tables if name not in SEEN and not name.startswith("case_words")]
            return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in named}


@pytest.fixture(scope="module")
def twice(planted_ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twice]:
    made = Twice(planted_ground, tmp_path_factory.mktemp("twice"))
    made.server.start()
    yield made
    made.server.stop()


#: Those that once did it twice, and every sixth; the others take a minute more.
OFTEN = {
    "sellers.connect_tool",
    "operators.add_webhook",
    "agents.add_reply",
    "sellers.add_faq",
    "sellers.add_reply",
    "agents.hand_on",
    "buyers.give_evidence",
}
SENT = sorted(set(FORMS) - SIGNING)
#: Many hashes of passwords, twice.
COSTLY = {"safety.renew_codes", "safety.change_password", "safety.choose_password"}
#: Who shows something wrong eight times has tried eight times, and the audit log says so. What is sent once more is
#: tried by the clockwork between two taps, and may be sent again then.
TRIES = {"safety.show_passkey", "operators.test_webhook", "operators.replay_delivery"}
QUICK = OFTEN | set(SENT[::6]) - COSTLY


@pytest.mark.parametrize(
    "endpoint", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in SENT]
)
def test_eight_at_once_do_what_one_does(endpoint: str, twice: Twice, planted_ground: Ground) -> None:
    twice.put_back()
    alone = sent(twice, planted_ground, endpoint, 1)
    once = twice.counts()
    twice.put_back()
    answers = sent(twice, planted_ground, endpoint, AT_ONCE)
    found = twice.counts()
    if endpoint in TRIES:
        assert found.pop("audit_entries") - once.pop("audit_entries") < AT_ONCE
    assert found == once
    # Whoever came second learns what became of it, or that it is done; nobody gets an error.
    assert [status for status in answers if status >= 500] == []
    assert alone[0] in answers


def sent(twice: Twice, ground: Ground, endpoint: str, times: int) -> list[int]:
    """The statuses of the same form, sent so often at the same moment."""
    who = sender_of(endpoint)
    ready = Barrier(times)

    def send(_: int) -> int:
        browser = RawBrowser(twice.server.port, seconds=90 if endpoint in COSTLY else 20)
        browser.cookies["session"], browser.token = ground.cookies[who].partition("=")[2], ground.tokens[who]
        form: dict[str, Any] = ground.form(endpoint)
        photo = form.pop("photo", None)
        ready.wait(10)
        if photo:
            return browser.post_file(ground.address(endpoint), form, photo[0].read()).status
        return browser.post(ground.address(endpoint), form).status

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(send, range(times)))
