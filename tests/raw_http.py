"""A small browser without scripts, for tests: cookies, forms with their CSRF token, and no code of ours."""

import http.client
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4


@dataclass(frozen=True)
class Answer:
    """What came back, unfollowed."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    #: Every header as it came, for those that may be there more than once.
    lines: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        return self.content.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    def all(self, name: str) -> list[str]:
        """The values of a header, one for each time that it came."""
        return [value for known, value in self.lines if known.lower() == name.lower()]


class RawBrowser:
    """One browser of one person. `port` can be a proxy's; nothing else of the address changes."""

    def __init__(self, port: int, seconds: float = 20) -> None:
        self.port = port
        self.seconds = seconds
        self.cookies: dict[str, str] = {}
        self.token = ""
        #: How often each status was answered.
        self.statuses: Counter[int] = Counter()

    @property
    def cookie(self) -> str:
        """The Cookie header."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def sign_in(self, cast_name: str) -> "RawBrowser":
        """Signs in as somebody of the demo's cast, the way a tap on their name does."""
        self.read_token("/sign-in")
        answer = self.post("/sign-in/demo", {"person": cast_name})
        assert answer.status == 303, (answer.status, answer.text[:500])
        # The token belongs to a session, and that one is new.
        self.token = ""
        return self

    def read_token(self, page: str) -> None:
        """Takes the CSRF token from a page, as a form or a script would."""
        text = self.get(page).text
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text) or re.search(
            r'"X-CSRFToken":\s*"([^"]+)"', text.replace("&#34;", '"').replace("&quot;", '"')
        )
        assert found, text[:2000]
        self.token = found[1]

    def get(self, address: str, **headers: str) -> Answer:
        return self._ask("GET", address, None, headers)

    def post(self, address: str, form: Mapping[str, object], **headers: str) -> Answer:
        """A form's POST with its token; `json=` style headers are named Accept="application/json"."""
        if not self.token:
            self.read_token("/styleguide")
        return self._ask("POST", address, urlencode({"csrf_token": self.token, **form}), headers)

    def post_file(self, address: str, form: Mapping[str, object], content: bytes, **headers: str) -> Answer:
        """A form's POST with its token and one file, in the field `photo`."""
        if not self.token:
            self.read_token("/styleguide")
        mark = uuid4().hex
        fields = [f'name="{name}"\r\n\r\n{value}' for name, value in {"csrf_token": self.token, **form}.items()]
        head = "".join(f"--{mark}\r\nContent-Disposition: form-data; {field}\r\n" for field in fields)
        head += f'--{mark}\r\nContent-Disposition: form-data; name="photo"; filename="photo.jpg"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{mark}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        return self._ask("POST", address, body, kind | headers)

    def get_bytes(self, address: str) -> bytes:
        """What an address holds that is no text."""
        return self._ask("GET", address, None, {}).content

    def connection(self) -> http.client.HTTPConnection:
        """A new one to the server, or to what stands in front of it."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.seconds)

    def _ask(self, method: str, address: str, body: str | bytes | None, headers: Mapping[str, str]) -> Answer:
        connection = self.connection()
        sent = {"Cookie": self.cookie, "Connection": "close", **headers}
        if isinstance(body, str):
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, address, body, sent)
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        self.statuses[response.status] += 1
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return Answer(response.status, dict(response.headers.items()), content, tuple(response.headers.items()))


def path_of(address: str) -> str:
    """An address without its host and fragment."""
    return urlsplit(address).path
