"""The application by a clock that a test turns: how many seconds it is ahead stands in the file TURNED_BY."""

import os
from datetime import datetime, timedelta
from pathlib import Path

from shop_help import clock, create_app

_now = clock.now


def _turned() -> datetime:
    return _now() + timedelta(seconds=float(Path(os.environ["TURNED_BY"]).read_text()))


# Before anything else takes it along.
clock.now = _turned

if __name__ == "__main__":
    from shop_help.server import serve

    serve(create_app)
