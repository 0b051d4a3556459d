"""`flask db upgrade` of a newer version, which has the migrations of expansion/ besides: python -m … URL."""

import logging
import sys
from pathlib import Path

from alembic import command

from shop_help import create_app
from shop_help.config import ROOT
from tests.conftest import config_of

#: A revision file of a newer version each.
NEWER = Path(__file__).parent / "expansion"


def upgrade(url: str) -> None:
    """Brings a database to where the newer version has it."""
    app = create_app(config_of(url))
    with app.app_context():
        config = app.extensions["migrate"].migrate.get_config()
        config.set_main_option("path_separator", "space")
        config.set_main_option("version_locations", f"{ROOT / 'shop_help/migrations/versions'} {NEWER}")
        command.upgrade(config, "head")


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    upgrade(sys.argv[1])
