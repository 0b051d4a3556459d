"""A full disk refuses what can't be kept, in words that say to try again; nothing half done stays."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.faults.doomed_server import DoomedServer
from tests.pictures import drawn, file_of
from tests.protocol.marketplace import Marketplace
from tests.raw_http import RawBrowser


@pytest.fixture
def market(migrated_sqlite: Path, tmp_path: Path) -> Marketplace:
    return Marketplace(Path(shutil.copy(migrated_sqlite, tmp_path / "full.sqlite3")))


@pytest.fixture
def server(market: Marketplace, tmp_path: Path) -> Iterator[DoomedServer]:
    running = DoomedServer(market.path, tmp_path / "server.log")
    running.start()
    yield running
    running.kill()


@pytest.mark.faults
def test_a_message_and_a_photo_are_refused_and_then_taken(
    market: Marketplace, server: DoomedServer, tmp_path: Path
) -> None:
    """Red where a page without room for its writes is a 500, or a photo stays that no message shows."""
    talk, pia = market.conversation(), RawBrowser(server.port).sign_in("pia")
    pia.read_token("/styleguide")
    photo, address = file_of(drawn()), f"/conversations/{talk}"
    wanted = {"client_id": str(uuid4()), "body": "Is there room?"}

    def send() -> list[int]:
        said = pia.post(f"{address}/messages", wanted, Accept="application/json")
        shown = pia.post_file(f"{address}/photos", {"client_id": str(uuid4())}, photo, Accept="application/json")
        return [said.status, shown.status, pia.get(address).status]

    server.fill_disk(True)
    assert send() == [503, 503, 200]
    server.fill_disk(False)
    assert market.log(talk) == []
    photos = tmp_path / "photos"
    assert [path for path in photos.rglob("*") if path.is_file()] == []
    assert send() == [200, 200, 200]
    assert [seq for seq, _ in market.log(talk)] == [1, 2]
    assert len([path for path in photos.rglob("*") if path.is_file()]) == 2
