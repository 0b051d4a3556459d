"""An nginx of its own on this machine, with the files of deploy/nginx and nothing changed but addresses."""

import os
import shutil
import signal
import socket
import ssl
import subprocess
import time
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import Any

from tests.raw_http import RawBrowser
from tests.raw_socket import RawSocket
from tests.running import ROOT, free_port

NAME = "help.example.com"
ORIGIN = f"https://{NAME}"
FILES = ROOT / "deploy" / "nginx"

#: Around the files of deploy/: what a distribution's nginx.conf says, in a folder of the test's own.
AROUND = """{user}
daemon off;
pid {folder}/pid;
error_log {folder}/error.log info;
worker_processes 1;
events {{ worker_connections 4096; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    # As Debian has it.
    gzip on;
{included}
}}
"""


def program() -> str:
    """Where nginx is. There is none in a wheel, so it is the one thing here that has to be installed by hand."""
    found = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    assert found, "This try needs nginx: install it (Debian 12: apt-get install nginx-light), then run it again."
    return found


class RunningNginx:
    """nginx in front of servers that listen on `backends`; `port` speaks TLS, `plain_port` doesn't."""

    def __init__(self, folder: Path, backends: list[int]) -> None:
        self.folder, self.port, self.plain_port = folder, free_port(), free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._certify()
        user = "user root;" if os.geteuid() == 0 else ""
        included = "\n".join(self._with_own_addresses(backends))
        self.conf = folder / "nginx.conf"
        self.conf.write_text(AROUND.format(folder=folder, included=included, user=user))

    def _certify(self) -> None:
        key, chain = self.folder / "privkey.pem", self.folder / "fullchain.pem"
        asked = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}"]
        subprocess.run(
            [*asked, "-addext", f"subjectAltName=DNS:{NAME}", "-keyout", key, "-out", chain],
            check=True,
            capture_output=True,
        )
        self.trust = ssl.create_default_context(cafile=str(chain))

    def _with_own_addresses(self, backends: list[int]) -> list[str]:
        own = {
            "[::]:80": f"[::1]:{self.plain_port}",
            "[::]:443": f"[::1]:{self.port}",
            "listen 80": f"listen 127.0.0.1:{self.plain_port}",
            "listen 443": f"listen 127.0.0.1:{self.port}",
            "/etc/nginx/shop-help": str(self.folder),
            "/var/log/nginx": str(self.folder),
            **{f"127.0.0.1:{5001 + i}": f"127.0.0.1:{port}" for i, port in enumerate(backends)},
        }
        texts = [(FILES / name).read_text() for name in ("backends.conf", "shop-help.conf")]
        for standing, tried in own.items():
            assert any(standing in text for text in texts), standing
            texts = [text.replace(standing, tried) for text in texts]
        return texts

    def start(self) -> None:
        """Starts it and waits until it takes connections."""
        self._process = subprocess.Popen([program(), "-c", self.conf, "-p", self.folder], stderr=subprocess.PIPE)
        until = time.monotonic() + 20
        while time.monotonic() < until and self._process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"nginx did not start: {self._process.communicate()[1].decode()}")

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(20)


class TlsBrowser(RawBrowser):
    """A browser that comes from `address` of this machine and opens the site by its name."""

    def __init__(self, nginx: RunningNginx, address: str = "127.0.0.1") -> None:
        super().__init__(nginx.port)
        self.nginx, self.address = nginx, address

    def connection(self) -> HTTPConnection:
        return _NamedConnection(
            "127.0.0.1", self.port, timeout=self.seconds, source_address=(self.address, 0), context=self.nginx.trust
        )

    def _ask(self, method: str, address: str, body: Any, headers: Any) -> Any:
        return super()._ask(
            method, address, body, {"Host": NAME, "Origin": ORIGIN, "Referer": f"{ORIGIN}/", **headers}
        )

    def copy(self) -> "TlsBrowser":
        """Another one with the same cookies."""
        made = TlsBrowser(self.nginx, self.address)
        made.cookies = dict(self.cookies)
        return made

    def enter(self, email: str, password: str) -> "TlsBrowser":
        """Signs in with a password, as people do outside the demo."""
        self.read_token("/sign-in")
        answer = self.post("/sign-in", {"email": email, "password": password})
        assert answer.status == 302, (answer.status, answer.text[:500])
        self.token = ""
        return self

    def socket(self) -> RawSocket:
        """A WebSocket through nginx."""
        trust = {"context": self.nginx.trust, "server_hostname": NAME}
        return RawSocket(self.port, self.cookie, ORIGIN, sslopt=trust, host=NAME)


class _NamedConnection(HTTPSConnection):
    """To an address, with the name that the certificate is for."""

    def connect(self) -> None:
        HTTPConnection.connect(self)
        self.sock = self._context.wrap_socket(self.sock, server_hostname=NAME)  # type: ignore[attr-defined]
