"""Payloads sent through every text field of every form, then every page in a real browser: nothing runs."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser

from tests.attacks.filling import drawn_lots, send
from tests.attacks.form_reading import Form
from tests.attacks.found_forms import PEOPLE, found_forms
from tests.attacks.ground import Ground
from tests.attacks.payloads import MARK, PAYLOADS
from tests.attacks.test_in_a_browser import looked_over, pages_of
from tests.conftest import copy_of
from tests.running import RunningServer
from tests.zips import told_in

pytestmark = pytest.mark.journey


class Sent:
    """The planted ground after people sent things, and a server that shows it."""

    def __init__(self, ground: Ground, folder: Path) -> None:
        self.ground = ground
        ground.put_back()
        self.forms = found_forms(ground, each=0)
        self.path = copy_of(ground.whole_file(), folder)
        self.server = RunningServer(self.path, folder / "server.log")

    def send_all(self, lots: Random) -> int:
        """A payload in each text field, by lots. How many forms were taken."""
        self.ground.put_back()
        taken = sum(self._sent(form, lots) for form in lots.sample(self.forms, len(self.forms)) if form.texts)
        with (
            closing(sqlite3.connect(self.path, timeout=20)) as shown,
            closing(sqlite3.connect(self.ground.path)) as own,
        ):
            own.backup(shown)
        return taken

    def _sent(self, form: Form, lots: Random) -> bool:
        """With all fields at once; where one of them is refused, one by one."""
        fits = {each.name: [text for text in PAYLOADS if len(text) <= (each.longest or 100)] for each in form.texts}
        typed = {name: lots.choice(texts) for name, texts in fits.items() if texts}
        answers = [send(self.ground, form, **typed)]
        if answers[0].status_code >= 400:
            answers += [send(self.ground, form, **{name: text}) for name, text in typed.items()]
        for answer in answers:
            assert answer.status_code < 500, (form.endpoint, typed)
            assert not [text for text in typed.values() if "<" in text and text in answer.text], (
                form.endpoint,
                typed,
            )
        return any(answer.status_code < 400 for answer in answers)

    def pages(self, who: str) -> list[str]:
        """Addresses of somebody's pages on which something that was sent stands."""
        found = {endpoint: self.ground.ask(who, "GET", self.ground.address(endpoint)) for endpoint in pages_of(who)}
        # What was sent may have closed, used up or removed the thing of an address.
        assert {page.status_code for page in found.values()} <= {200, 302, 303, 404}
        # A name that was sent for all of Shop Help stands on those that say so, too; browsers call them errors.
        there = {endpoint: page for endpoint, page in found.items() if page.status_code != 404}
        return [self.ground.address(endpoint) for endpoint, page in there.items() if MARK in told_in(page)]


@pytest.fixture(scope="module")
def sent(planted_ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sent]:
    made = Sent(planted_ground, tmp_path_factory.mktemp("sent"))
    made.server.start()
    yield made
    made.server.stop()
    planted_ground.put_back()
    assert '"level": "error"' not in made.server.log.read_text()


def looked_at(sent: Sent, chromium: Browser, lots: Random) -> int:
    """How many pages showed something of it."""
    assert sent.send_all(lots) > 30
    pages = {who: sent.pages(who) for who in PEOPLE}
    for who, addresses in pages.items():
        assert looked_over(chromium, sent.server, who, addresses) == []
    return sum(map(len, pages.values()))


def test_what_was_sent_through_forms_does_nothing_on_any_page(sent: Sent, chromium: Browser) -> None:
    """One payload a field, drawn by lots: SHOP_HELP_ATTACK_SEED draws the same again."""
    assert looked_at(sent, chromium, drawn_lots()) > 25


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", range(1, 7))
def test_the_same_three_hundred_times(part: int, sent: Sent, chromium: Browser) -> None:
    """Within the hour: pytest -m slow tests/attacks/test_sent.py"""
    lots = drawn_lots(part)
    for _ in range(len(PAYLOADS) // 6):
        looked_at(sent, chromium, lots)
