"""flask backup and flask restore, on both databases: what was acknowledged before is there, while others write on."""

import json
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select, text

from shop_help import photo_files
from shop_help.backups import taking
from shop_help.extensions import db
from shop_help.models import Message
from tests.actions.test_photos import OTHER, PICTURE, send

Run = Callable[..., Result]


def messages(app: Flask, talk: Any) -> dict[str, int]:
    """The places of a conversation's messages by their names."""
    with app.app_context():
        wanted = (
            select(Message.client_id, Message.seq).where(Message.conversation_id == talk.id).order_by(Message.seq)
        )
        found = {row.client_id: row.seq for row in db.session.execute(wanted)}
        db.session.remove()
        db.engine.dispose()
        return found


class Writers:
    """Two people who write without a pause until they are stopped; `acked` are places by names."""

    def __init__(self, talk: Any) -> None:
        self.talk, self.stopping = talk, threading.Event()
        self.acked: dict[str, int] = {}
        self.enough = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=[who]) for who in ("buyer", "seller")]

    def _write(self, who: str) -> None:
        with self.talk.app.app_context():
            while not self.stopping.is_set():
                posted = self.talk.say(who, "On and on")
                self.acked[posted.client_id] = posted.seq
                if len(self.acked) % 20 == 0:
                    self.enough.set()
            db.session.remove()

    def __enter__(self) -> "Writers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        for thread in self._threads:
            thread.join(20)

    def until_more(self) -> None:
        """A while longer."""
        self.enough.clear()
        assert self.enough.wait(30)


def test_what_was_acknowledged_before_is_in_the_copy_while_people_write(
    app: Flask, talk: Any, run: Run, elsewhere: Callable[[], Flask], tmp_path: Path
) -> None:
    app.config["MESSAGES_A_MINUTE"] = 1_000_000
    send(talk, "buyer")
    folder = tmp_path / "backup"
    with Writers(talk) as writers:
        writers.until_more()
        before = dict(writers.acked)
        done = run(app, "backup", folder)
        writers.until_more()
    assert done.exit_code == 0, done.output
    assert folder.stat().st_mode & 0o077 == 0, "nobody else reads it"
    assert [path.name for path in tmp_path.iterdir() if "unfinished" in path.name] == []
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["photos"] == 1
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder, check=True)

    other = elsewhere()
    restored = run(other, "restore", folder)
    assert restored.exit_code == 0, restored.output
    assert run(other, "check").output == "Everything is whole.\n"
    found = messages(other, talk)
    assert len(found) == manifest["rows"]["messages"] < len(messages(app, talk)), "people wrote on"
    assert before.items() <= found.items()
    assert found.items() <= messages(app, talk).items()


def test_a_restore_refuses_what_is_there_and_replaces_it_when_told(
    app: Flask, talk: Any, run: Run, tmp_path: Path
) -> None:
    first = talk.say("buyer", "Before")
    assert run(app, "backup", tmp_path / "backup").exit_code == 0
    after = talk.say("buyer", "After")
    refused = run(app, "restore", tmp_path / "backup")
    assert (refused.exit_code, "--replace" in refused.output) == (1, True)
    assert list(messages(app, talk)) == [first.client_id, after.client_id]
    done = run(app, "restore", "--replace", tmp_path / "backup")
    assert done.exit_code == 0, done.output
    assert list(messages(app, talk)) == [first.client_id]
    # It goes on from there.
    assert talk.say("buyer", "Again").seq == 2
    assert run(app, "backup", tmp_path / "backup").exit_code == 1, "a backup overwrites none"


def test_a_copy_that_is_not_whole_replaces_nothing(app: Flask, talk: Any, run: Run, tmp_path: Path) -> None:
    talk.say("buyer", "Before")
    db.session.execute(text("UPDATE conversations SET last_seq = 5"))
    db.session.commit()
    assert run(app, "backup", tmp_path / "backup").exit_code == 0
    db.session.execute(text("UPDATE conversations SET last_seq = 1"))
    db.session.commit()
    after = talk.say("buyer", "After")
    refused = run(app, "restore", "--replace", tmp_path / "backup")
    assert refused.exit_code == 1
    assert f"sequence: conversation {talk.id}:" in refused.output
    assert messages(app, talk)[after.client_id] == 2
    assert run(app, "check").exit_code == 0


def test_a_changed_a_missing_and_a_strange_file_are_seen(
    app: Flask, talk: Any, run: Run, elsewhere: Callable[[], Flask], tmp_path: Path
) -> None:
    send(talk, "buyer")
    folder, other = tmp_path / "backup", elsewhere()
    assert run(app, "backup", folder).exit_code == 0
    photo = next((folder / "photos").rglob("*.small.*"))
    content = photo.read_bytes()
    photo.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert "isn't as it was written" in run(other, "restore", folder).output
    photo.unlink()
    assert "is missing" in run(other, "restore", folder).output
    photo.write_bytes(content)
    (folder / "photos" / "strange").write_bytes(b"")
    assert "nobody put it there" in run(other, "restore", folder).output
    (folder / "photos" / "strange").unlink()
    sums = (folder / "SHA256SUMS").read_text()
    (folder / "SHA256SUMS").write_text(sums.replace(sums[:8], "00000000"))
    assert "SHA256SUMS isn't as it was written" in run(other, "restore", folder).output
    (folder / "SHA256SUMS").write_text(sums)
    assert run(other, "restore", folder).exit_code == 0


def test_a_photo_that_is_taken_away_meanwhile_is_in_neither(
    app: Flask, talk: Any, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Red where the database is taken once: its copy names a photo that nobody has any more."""
    kept, gone = send(talk, "buyer", PICTURE), send(talk, "buyer", OTHER)
    wanted = text("SELECT file_name FROM photos WHERE conversation_id = :talk AND seq = :seq")
    name = str(db.session.scalar(wanted, {"talk": talk.id, "seq": gone.seq}))
    db.session.rollback()
    copy, copied = taking._copy, []

    def taken_away(file: str, folder: Path) -> bool:
        if not copied:
            photo_files.remove(name)
            with db.engine.begin() as connection:
                connection.execute(text("DELETE FROM photos WHERE file_name = :name"), {"name": name})
        copied.append(file)
        return copy(file, folder)

    monkeypatch.setattr(taking, "_copy", taken_away)
    assert run(app, "backup", tmp_path / "backup").exit_code == 0
    assert len(list((tmp_path / "backup" / "photos").rglob("*.*"))) == 2, "large and small"
    photo_files.remove(str(db.session.scalar(wanted, {"talk": talk.id, "seq": kept.seq})))
    missing = run(app, "backup", tmp_path / "other")
    assert (missing.exit_code, "flask check" in missing.output) == (1, True)
    assert not list(tmp_path.glob("other*"))


def test_a_restore_that_was_killed_is_undone_by_the_next_one(app: Flask, talk: Any, run: Run, tmp_path: Path) -> None:
    from shop_help.backups.databases import database_of

    talk.say("buyer", "Before")
    assert run(app, "backup", tmp_path / "backup").exit_code == 0
    after = talk.say("buyer", "After")
    db.session.remove()
    database_of(db.engine).put_aside()
    refused = run(app, "restore", tmp_path / "backup")
    assert "--replace" in refused.output
    assert after.client_id in messages(app, talk)
