"""What `flask check` finds, for tests of other things."""

from shop_help import checking
from shop_help.database import snapshot
from shop_help.extensions import db


def faults_but_photos() -> list[str]:
    """All that isn't whole now; the photos of such tests are rows without files."""
    db.session.rollback()
    with snapshot(db.engine) as connection:
        return [str(fault) for fault in checking.faults(connection) if fault.kind != "photo"]
