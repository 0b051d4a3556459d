"""A running server with two shops, and a tool that a seller connected through the page."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select
from tiktok_shop_api import Signer, TikTokShop, TikTokShopAuth, TokenSet
from werkzeug.test import TestResponse

from shop_help import clock
from shop_help.actions.tool_access import exchange_code
from shop_help.actions.tools import connect_tool
from shop_help.extensions import db
from shop_help.models import Person, SignIn, shop_members
from shop_help.models import Tool as ToolRow
from tests.raw_http import RawBrowser
from tests.running import RunningServer

#: What stands on the page of keys, in its order.
_KEYS = re.compile(r'<code class="code-typed">(.*?)</code>')


@dataclass
class Tool:
    """A seller's program as it stands after its first start."""

    base: str
    app_key: str
    app_secret: str
    code: str
    tokens: TokenSet
    client: TikTokShop


def connected(server: RunningServer, seller: str, name: str) -> Tool:
    """A tool of this seller's, by the page; its code is traded for tokens, and its shop found."""
    browser = RawBrowser(server.port).sign_in(seller)
    shop = re.search(r'type="hidden" name="shop" value="(\d+)"', browser.get("/sellers/tools").text)
    assert shop
    answer = browser.post("/sellers/tools", {"name": name, "shop": shop[1]})
    assert answer.status == 200, answer.text[:500]
    base, key, secret, code = (unescape(each) for each in _KEYS.findall(answer.text))
    tokens = TikTokShopAuth(key, secret, base_url=base).exchange_code(code)
    client = TikTokShop(key, secret, access_token=tokens.access_token, base_url=base)
    shops = client.authorization.get_authorized_shops()
    assert shops
    cipher = shops.to_dict()["data"]["shops"][0]["cipher"]
    return Tool(base, key, secret, code, tokens, client.with_shop(shop_cipher=cipher))


@pytest.fixture
def tool(server: RunningServer) -> Iterator[Tool]:
    """Sol's."""
    made = connected(server, "sol", "Parcel Desk")
    yield made
    made.client.close()


@dataclass
class Caller:
    """A tool within the process, whose every call can be spoilt. Their own client signs."""

    app: Flask
    tool_id: int
    sign_in_id: str
    app_key: str
    app_secret: str
    token: str
    cipher: str
    #: (code, status) of each answer.
    seen: list[tuple[int, int]] = field(default_factory=list)

    def ask(self, method: str, path: str, body: Any = None, **query: Any) -> dict[str, Any]:
        """The envelope of a call. Of the query, `late` seconds are taken off the time, and None leaves a part out."""
        late = query.pop("late", 0)
        headers = {"x-tts-access-token": query.pop("token", self.token)}
        common = {
            "app_key": self.app_key,
            "timestamp": int(clock.now().timestamp()) - late,
            "shop_cipher": self.cipher,
        }
        asked = [(name, str(value)) for name, value in (common | query).items() if value is not None]
        content = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        sign = Signer.sign(
            path=path, query=asked, content_type="application/json", body=content, app_secret=self.app_secret
        )
        address = f"{path}?{urlencode([*asked, ('sign', query.get('sign', sign))])}"
        client = self.app.test_client()
        answer = client.open(address, method=method, data=content, headers=headers, content_type="application/json")
        return self._read(answer)

    def _read(self, answer: TestResponse) -> dict[str, Any]:
        told = answer.get_json()
        assert isinstance(told, dict), answer.text[:300]
        assert set(told) == {"code", "message", "request_id", "data"}
        self.seen.append((told["code"], answer.status_code))
        return told

    def code_of(self, method: str, path: str, body: Any = None, **query: Any) -> tuple[int, int]:
        """(code, status) of a call."""
        self.ask(method, path, body, **query)
        return self.seen[-1]


def caller_of(app: Flask, seller: str) -> Caller:
    """A tool of this seller of the demo, for all their shops."""
    person = db.session.scalars(select(Person).where(Person.cast_name == seller)).one()
    theirs = select(shop_members.c.shop_id).where(shop_members.c.person_id == person.id)
    shops = db.session.scalars(theirs).all()
    db.session.add(SignIn(id=f"{seller}'s", person_id=person.id))
    db.session.commit()
    made = connect_tool(f"{seller}'s", "Till", shops)
    token = exchange_code(made.app_key, made.app_secret, made.auth_code).access
    cipher = db.session.get_one(ToolRow, made.tool_id).shops[0].cipher
    return Caller(app, made.tool_id, f"{seller}'s", made.app_key, made.app_secret, token, cipher)


@pytest.fixture
def caller(app: Flask) -> Caller:
    """Sol's."""
    return caller_of(app, "sol")
