"""A backup while everything runs, and a restored copy: the database as it was at one instant, and its photos.

A backup is a folder that other programs can read, too: the database's own format (a SQLite file, or what pg_dump
writes), the photos as they lie in their folder, SHA256SUMS for `sha256sum -c`, and manifest.json.
"""

from shop_help.backups.manifest import BackupError
from shop_help.backups.restoring import restore
from shop_help.backups.taking import back_up

__all__ = ["BackupError", "back_up", "restore"]
