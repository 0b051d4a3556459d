"""One application on one planted database for all attacks; whoever changed it puts it back."""

import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from shop_help import clock, create_app, urls
from shop_help.extensions import db, limiter
from shop_help.models import Person
from tests.attacks.planting import plant
from tests.conftest import config_of
from tests.gates import GATES, KNOCKERS
from tests.test_gates import address_of, planted

Rows = dict[str, list[tuple[Any, ...]]]
#: Hashes that cost next to nothing: recovery codes come by tens.
CHEAP = {
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
        "argon2__time_cost": 1,
        "argon2__memory_cost": 64,
        "argon2__parallelism": 1,
    }
}


class Ground:
    """The demo's marketplace with everybody signed in, and words of ana's planted in it."""

    def __init__(self, database: Path) -> None:
        self.path = database
        self.app = _application(database)
        with self.app.app_context():
            self.things = planted(person_called)
        self.cookies = {name: self._signed_in(name) for name in KNOCKERS}
        self.tokens = {name: self._token(name) for name in KNOCKERS}
        self.now = clock.now() + timedelta(seconds=1)
        #: What strangers saw before the words were planted, see test_strangers.py.
        self.before = self.pages_of("visitor", "bruno", "kit", "mara")
        with self.app.app_context():
            self.things |= plant(self.things)
        self._kept = sqlite3.connect(":memory:")
        with closing(sqlite3.connect(database)) as written:
            written.backup(self._kept)
        folder = database.parent / "photos"
        self._photos = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        self._watch = sqlite3.connect(database)
        self._seen = self._version()

    # -- people --------------------------------------------------------------------------------------------------

    def _signed_in(self, name: str) -> str:
        client = self.app.test_client(use_cookies=False)
        form = {} if name == "visitor" else {"person": name}
        page = client.get("/sign-in")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
        assert token
        if not form:
            return cookie_of(page)
        sent = {"Cookie": cookie_of(page)}
        answer = client.post("/sign-in/demo", data={**form, "csrf_token": token[1]}, headers=sent)
        assert answer.status_code == 303, answer.text
        return cookie_of(answer)

    def _token(self, name: str) -> str:
        """Their CSRF token, with the cookie that holds it."""
        page = self.ask(name, "GET", urls.help_page())
        self.cookies[name] = cookie_of(page) or self.cookies[name]
        found = re.search(r'X-CSRFToken": "([^"]+)"', page.text)
        assert found
        return found[1]

    # -- asking --------------------------------------------------------------------------------------------------

    def ask(self, who: str, method: str, address: str, data: Any = None, **headers: str) -> TestResponse:
        """What somebody is answered at an address; their cookie stays what it is."""
        client = self.app.test_client(use_cookies=False)
        with self.app.app_context():
            return client.open(address, method=method, data=data, headers={"Cookie": self.cookies[who]} | headers)

    def knock(
        self, who: str, method: str, endpoint: str, token: str | None = None, more: Any = None, **headers: str
    ) -> TestResponse:
        """The same, at a route of tests/gates.py with the form that stands there."""
        data = None
        if method != "GET":
            # A form is taken along as it is sent, so each has its own.
            data = self.form(endpoint) | (more or {})
            data |= {"csrf_token": self.tokens[who] if token is None else token}
        return self.ask(who, method, self.address(endpoint), data, **headers)

    def form(self, endpoint: str) -> dict[str, Any]:
        """What somebody inside would send, but for the token."""
        return {name: self._field(value) for name, value in GATES["POST", endpoint].form.items()}

    def _field(self, value: Any) -> Any:
        return (BytesIO(value), "file") if isinstance(value, bytes) else str(value).format(**self.things)

    def address(self, endpoint: str) -> str:
        """A route's address, of a thing that is there."""
        found = address_of(self.app, endpoint, self.things)
        assert "None" not in found, f"{endpoint} needs an example in tests/test_gates.py: {found}"
        return found

    def pages_of(self, *people: str) -> dict[tuple[str, str], str]:
        """What these people see at every address that can be looked at, at one and the same instant."""
        found = {}
        with clock.as_of(self.now):
            for method, endpoint in sorted(GATES):
                if method == "GET":
                    for who in people:
                        page = self.knock(who, "GET", endpoint)
                        found[who, endpoint] = f"{page.status_code} {steady(page.get_data())}"
        return found

    # -- the database --------------------------------------------------------------------------------------------

    def _version(self) -> int:
        return int(self._watch.execute("PRAGMA data_version").fetchone()[0])

    def was_written(self) -> bool:
        """Did anybody commit anything since the words were planted, or since it was put back?"""
        return self._version() != self._seen

    def put_back(self) -> None:
        """Everything as it was, if it isn't."""
        # It belongs to the process, and follows whichever application was made last.
        limiter.enabled = self.app.config["RATELIMIT_ENABLED"]
        with self.app.app_context():
            db.session.remove()
        if self.was_written():
            with closing(sqlite3.connect(self.path, timeout=20)) as written:
                written.execute("PRAGMA synchronous=OFF")
                self._kept.backup(written)
            # A form that takes a photo away removes its files.
            for path, content in self._photos.items():
                if not path.exists():
                    path.write_bytes(content)
            self._seen = self._version()

    def rows(self) -> Rows:
        """All rows of all tables."""
        tables = [table.name for table in db.metadata.sorted_tables]
        return {name: self._watch.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}

    def rows_at_first(self) -> Rows:
        tables = [table.name for table in db.metadata.sorted_tables]
        return {name: self._kept.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}

    def whole_file(self) -> Path:
        """The database with all that is in it in the one file, for a copy."""
        with closing(sqlite3.connect(self.path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return self.path

    def write(self, statement: str, *values: Any) -> None:
        """Behind the application's back."""
        with closing(sqlite3.connect(self.path, timeout=20)) as connection, connection:
            connection.execute(statement, values)


def _application(database: Path) -> Flask:
    config = config_of(f"sqlite:///{database}", database.parent / "photos")
    app = create_app(config | CHEAP | {"WTF_CSRF_ENABLED": True})
    with app.app_context():
        # Nothing here has to outlive a power cut.
        event.listen(db.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    return app


def person_called(cast_name: str) -> Person:
    """One of the cast."""
    return db.session.scalars(select(Person).where(Person.cast_name == cast_name)).one()


#: What is another one in each answer: the signed token of a form, the name that a form gives what it sends, the id of
#: the request, the hash of a password.
_NEW_EACH_TIME = re.compile(
    r"\$argon2id\$[\w$=,+/.-]+"
    r"|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\w-]{40,}\.[\w-]{6}\.[\w-]{20,}|[\w.:-]+\.[\w-]{27,}"
    r"|[0-9a-f]{32}"
)


def steady(content: bytes) -> str:
    """An answer without what is another one each time."""
    return _NEW_EACH_TIME.sub("…", content.decode("utf-8", "replace"))


def cookie_of(answer: TestResponse) -> str:
    """The session that an answer begins."""
    found = re.match(r"session=[^;]*", answer.headers.get("Set-Cookie", ""))
    return found[0] if found else ""
