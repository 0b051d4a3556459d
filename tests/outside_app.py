"""The application outside the demo, over http on this machine alone: for browsers of tests."""

import os
from typing import Any

from shop_help import create_app

KEYS = {
    "SECRET_KEY": "a secret for the tests alone, long enough to be taken",
    "SECURITY_PASSWORD_SALT": "a salt for the tests alone, long enough to be taken",
}


def outside() -> Any:
    """Passkeys belong to a name, so it is opened by one."""
    return create_app({"TESTING": True, "DEMO": False, "ORIGINS": [f"http://localhost:{os.environ['PORT']}"], **KEYS})


if __name__ == "__main__":
    from shop_help.server import serve

    serve(outside)
