"""The other side of a story without a browser: acts on a server's own database."""

from collections.abc import Iterator
from contextlib import contextmanager

from shop_help import create_app
from tests.conftest import config_of
from tests.running import RunningServer


@contextmanager
def inside(server: RunningServer) -> Iterator[None]:
    """An application on the server's database and photos; its browsers hear nothing of what is done here."""
    from shop_help.extensions import db

    url, photos = server.environ["SHOP_HELP_DATABASE_URL"], server.environ["SHOP_HELP_PHOTOS_DIR"]
    app = create_app(config_of(url) | {"PHOTOS_DIR": photos})
    with app.app_context():
        yield
        db.session.remove()
        db.engine.dispose()
