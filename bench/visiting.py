"""Browsers without scripts: a connection that stays open, a cookie, and the token of its forms."""

import http.client
import re
from urllib.parse import urlencode

import brotli

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Visitor:
    """A browser's connection that stays open, and its way of asking."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._cookies = dict([cookie.split("=", 1)]) if cookie else {}
        self._headers = {"Accept-Encoding": "gzip, deflate, br", "Accept-Language": "en"}

    def get(self, address: str) -> tuple[bytes, str]:
        """What came over the wire, and its text."""
        status, body, headers = self.ask("GET", address)
        if status != 200:
            raise AssertionError(f"{address}: {status}")
        encoded = headers.get("Content-Encoding")
        return body, (brotli.decompress(body) if encoded == "br" else body).decode(errors="replace")

    def token(self, address: str) -> str:
        """The token of a form on this page."""
        found = TOKEN.search(self.get(address)[1])
        assert found, address
        return found[1]

    def post(self, address: str, **form: str) -> tuple[int, bytes]:
        """A form as a script sends it: the status, and what was answered."""
        more = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        return self.ask("POST", address, urlencode(form), more)[:2]

    def ask(
        self, method: str, address: str, body: str | None = None, more: dict[str, str] | None = None
    ) -> tuple[int, bytes, http.client.HTTPMessage]:
        """The status, the body as it came, and the headers."""
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = self._headers | {"Cookie": cookies} | (more or {})
        try:
            response = self._answer(method, address, body, headers)
        except http.client.RemoteDisconnected:
            if method != "GET":
                raise
            # It rested for too long; a browser opens another one, too.
            self._connection.close()
            response = self._answer(method, address, body, headers)
        content = response.read()
        for line in response.headers.get_all("Set-Cookie") or []:
            # As a browser does: the token of its forms is made once, and not anew for each page.
            name, value = line.split(";")[0].split("=", 1)
            self._cookies[name] = value
        return response.status, content, response.headers

    def _answer(
        self, method: str, address: str, body: str | None, headers: dict[str, str]
    ) -> http.client.HTTPResponse:
        self._connection.request(method, address, body, headers)
        return self._connection.getresponse()
