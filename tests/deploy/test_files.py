"""What deploy/ says twice is the same in both places; trying it takes longer (`make deploy-check`)."""

import itertools
import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, Rule, UUIDConverter

from shop_help import identity, photo_forms, twins
from shop_help.buyers import claim_photos, contact, refund_or_return
from shop_help.open_api.orders import LARGEST_BATCH
from shop_help.sellers.deciding import PLACES
from tests.running import ROOT

DEPLOY = ROOT / "deploy"


def _addresses(app: Flask, rule: Rule) -> Iterator[tuple[dict[str, Any], str]]:
    """Addresses of a rule: one for each word that a place of it may hold, anything for the others."""
    choices = {name: _words_of(kind) for name, kind in rule._converters.items()}
    if rule.endpoint == "sellers.decide":
        choices["place"] = sorted(PLACES.values())
    for values in itertools.product(*choices.values()):
        named = dict(zip(choices, values, strict=True))
        yield named, app.url_map.bind("").build(rule.endpoint, named, "POST")


def _words_of(kind: object) -> list[Any]:
    if isinstance(kind, AnyConverter):
        return sorted(kind.items)
    return [uuid4()] if isinstance(kind, UUIDConverter) else [7]


def _takes_photos(app: Flask, endpoint: str, values: dict[str, Any], made_room: list[bool]) -> bool:
    """Would a form at this address have room for photos, for somebody who may?"""
    made_room.clear()
    for preprocess in app.url_value_preprocessors.get(endpoint.partition(".")[0], []):
        preprocess(endpoint, values)
    return bool(made_room)


def test_nginx_has_room_for_photos_where_the_application_has_and_nowhere_else(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_room: list[bool] = []
    monkeypatch.setattr(photo_forms, "make_room", lambda: made_room.append(True))
    monkeypatch.setattr(twins, "_speaks", lambda *_: True)
    monkeypatch.setattr(identity, "viewer", lambda: SimpleNamespace(shop_ids={7}))
    for module in (claim_photos, contact, refund_or_return):
        monkeypatch.setattr(module, "may_contact", lambda _: True)
    conf = (DEPLOY / "nginx" / "shop-help.conf").read_text()
    places = re.findall(r"location ~ (\S+) \{([^}]*)\}", conf)
    roomy = [(re.compile(place), block) for place, block in places if "client_max_body_size" in block]
    ((large, room),) = [each for each in roomy if not each[0].search("/api/orders")]
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    taking = set()
    for rule in rules:
        for values, address in _addresses(app, rule):
            takes = _takes_photos(app, rule.endpoint, values, made_room)
            assert bool(large.search(address)) == takes, address
            taking |= {rule.endpoint} if takes else set()
    assert len(taking) == 9
    (size,) = re.findall(r"client_max_body_size (\d+)m;", room)
    assert photo_forms.LARGEST_FORM <= int(size) * 1024**2 < photo_forms.LARGEST_FORM + 1024**2
    (others,) = re.findall(r"client_max_body_size (\d+)k;", conf)
    assert int(others) * 1024 == app.config["MAX_CONTENT_LENGTH"]


def test_nginx_has_room_for_a_batch_of_orders_as_the_application_has() -> None:
    conf = (DEPLOY / "nginx" / "shop-help.conf").read_text()
    (size,) = re.findall(r"location ~ \^/api/orders\(/batch\)\?\$ \{[^}]*client_max_body_size (\d+)m;", conf)
    assert int(size) * 1024**2 == LARGEST_BATCH


def test_the_example_environment_is_read_alike_by_systemd_and_containers_and_names_known_settings() -> None:
    """Neither takes a comment behind a value, as a shell does, for a comment."""
    known = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    lines = (DEPLOY / "shop-help.env.example").read_text().splitlines()
    set_here = [line.partition("=") for line in lines if not line.startswith("#")]
    assert {name for name, _, _ in set_here} <= known
    assert [value for _, _, value in set_here if re.search(r"[\s#'\"]", value)] == []
