"""The application by a clock that a test turns: how many seconds it is ahead stands in the file TURNED_BY."""

import os
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

from shop_help import clock, create_app


class _Turned(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Any:
        """Ahead of the machine's."""
        return datetime.now(tz) + timedelta(seconds=float(Path(os.environ["TURNED_BY"]).read_text()))


# Behind the application's clock, which some took along by now.
clock.datetime = _Turned  # type: ignore[misc]

if __name__ == "__main__":
    from shop_help.server import serve

    serve(create_app)
