"""Applications that tests borrow: making one takes longer than most tests do, so a process makes one of each kind."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask

from shop_help import create_app


@dataclass
class Kept:
    """An application as it was made."""

    app: Flask
    config: dict[str, Any]
    extensions: dict[str, Any]

    def put_back(self) -> None:
        """Settings and what the extensions keep are as on the first day, whatever a test made of them."""
        for now, then in ((self.app.config, self.config), (self.app.extensions, self.extensions)):
            now.clear()
            now.update(then)


class Lender:
    """Lends applications, one at a time. A test's database and photos are in `folder`, which is empty for each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._kept: dict[str, Kept] = {}

    def clear(self) -> Path:
        """The folder, with nothing of the last test in it. A database comes as a new file: nobody holds that open."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        return self.folder

    @contextmanager
    def lend(self, config: Mapping[str, Any]) -> Iterator[Flask]:
        """An application with these settings; its context is open. The database is there already."""
        from shop_help.extensions import db, limiter

        key = repr(sorted(config.items()))
        if key not in self._kept:
            made = create_app(config)
            self._kept[key] = Kept(made, dict(made.config), dict(made.extensions))
        kept = self._kept[key]
        kept.put_back()
        # This one belongs to the process, and follows whoever was made last.
        limiter.enabled = kept.app.config["RATELIMIT_ENABLED"]
        if limiter.enabled:
            limiter.reset()
        with kept.app.app_context():
            try:
                yield kept.app
            finally:
                db.session.remove()
                db.engine.dispose()
