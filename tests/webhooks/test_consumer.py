"""The consumer of docs/webhooks.md, as it stands there, told by a running server."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from shop_help.actions.webhooks import endpoints
from shop_help.config import ROOT
from tests.conftest import config_of
from tests.running import RunningServer, free_port

CONSUMER = ROOT / "docs/webhook_consumer.py"


@pytest.fixture
def server(app: Flask, migrated_url: Any, tmp_path: Path) -> Any:
    """One on the application's database and with its keys."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    running = RunningServer(url, tmp_path / "server.log", SHOP_HELP_SECRET_KEY=config_of(url)["SECRET_KEY"])
    running.start()
    yield running
    running.stop()


@pytest.mark.timeout(60)
def test_it_believes_what_a_running_server_tells_it(server: RunningServer) -> None:
    port = free_port()
    endpoint_id, secret = endpoints.add(None, f"http://127.0.0.1:{port}/hooks", [])
    environ = {**os.environ, "WEBHOOK_SECRET": secret}
    command = [sys.executable, str(CONSUMER), str(port)]
    consumer = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        endpoints.test(None, endpoint_id)
        told = json.loads((consumer.stdout or sys.stdin).readline())
    finally:
        consumer.kill()
        consumer.wait(10)
    assert (told["what"], told["data"]) == ("webhook.tested", {"endpoint": endpoint_id})


def test_it_has_twenty_lines() -> None:
    lines = [line for line in CONSUMER.read_text().splitlines()[1:] if line.strip()]
    assert sum(not line.startswith(("import ", "from ")) for line in lines) <= 20
