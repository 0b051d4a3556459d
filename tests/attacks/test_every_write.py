"""Every form without its token, with a wrong one, with another's; from another site; with more than it asks for."""

import re
from typing import Any, ClassVar

import pytest
from werkzeug.datastructures import ImmutableMultiDict

from shop_help import clock
from shop_help.extensions import db
from tests.attacks.ground import Ground, Rows, steady
from tests.gates import GATES, IN, SIGNED

FORMS = sorted({endpoint for method, endpoint in GATES if method not in ("GET", "HEAD")} - SIGNED)
#: Forms that one sends before one is anybody; their tokens are tests/test_accounts.py's.
ENTRANCES = {"security.login", "entrance.demo_sign_in"}


def sender_of(endpoint: str) -> str:
    """Somebody whose form it is, and who is known to us."""
    known = ("ana", "sol", "noor", "gus")
    return next((name for name in known if GATES["POST", endpoint].answers[name] == IN), "ana")


@pytest.mark.parametrize("endpoint", FORMS)
def test_a_form_without_its_own_token_changes_nothing(endpoint: str, ground: Ground) -> None:
    who = sender_of(endpoint)
    other = "bruno" if who != "bruno" else "ana"
    for token in ("", "wrong", ground.tokens[other], ground.tokens[who][:-2]):
        response = ground.knock(who, "POST", endpoint, token)
        assert (token, response.status_code) == (token, 400)
    by_header = ground.ask(who, "POST", ground.address(endpoint), {}, **{"X-CSRFToken": ground.tokens[other]})
    assert by_header.status_code == 400
    assert not ground.was_written()


@pytest.mark.parametrize("endpoint", FORMS)
def test_a_form_of_another_site_changes_nothing_though_its_token_is_right(endpoint: str, ground: Ground) -> None:
    who = sender_of(endpoint)
    for site in ("cross-site", "same-site"):
        headers = {"Sec-Fetch-Site": site, "Origin": "https://evil.example"}
        assert ground.knock(who, "POST", endpoint, **headers).status_code == 403
    assert not ground.was_written()
    assert ground.knock(who, "POST", endpoint, "", Origin="https://evil.example").status_code == 400
    assert not ground.was_written()
    right = ground.knock(who, "POST", endpoint, **{"Sec-Fetch-Site": "same-origin"})
    assert right.status_code in (200, 201, 204, 302, 303)


@pytest.mark.parametrize("endpoint", FORMS)
def test_a_form_is_not_taken_by_another_method(endpoint: str, ground: Ground) -> None:
    """Nor by a GET, which needs no token: such an address is a page, or not there."""
    who = sender_of(endpoint)
    # At one instant: an agent's page says now and then that it is still open.
    with clock.as_of(ground.now):
        for method in ("PUT", "PATCH", "DELETE", "TRACE"):
            assert ground.knock(who, method, endpoint, **{"X-HTTP-Method-Override": "POST"}).status_code in (403, 405)
        ground.ask(who, "GET", ground.address(endpoint) + "?" + "&".join(f"{k}=1" for k in ground.form(endpoint)))
    assert not ground.was_written()


# -- more fields than a form has ------------------------------------------------------------------------------------


class Reading(ImmutableMultiDict[Any, Any]):
    """A form that remembers which of its fields somebody asked for."""

    asked: ClassVar[set[str]] = set()

    def __getitem__(self, key: str) -> Any:
        Reading.asked.add(key)
        return super().__getitem__(key)

    def get(self, key: str, *rest: Any, **more: Any) -> Any:
        Reading.asked.add(key)
        return super().get(key, *rest, **more)

    def getlist(self, key: str, *rest: Any, **more: Any) -> list[Any]:
        Reading.asked.add(key)
        return super().getlist(key, *rest, **more)

    def __contains__(self, key: object) -> bool:
        Reading.asked.add(str(key))
        return super().__contains__(key)


#: What says whose something is, what became of it, and when: decided by us, and asked of no form.
def _decided_by_us() -> set[str]:
    columns = {column.name for table in db.metadata.sorted_tables for column in table.columns}
    ours = {name for name in columns if name == "id" or name.endswith(("_id", "_at"))} - {"client_id"}
    return ours | {"role", "roles", "voice", "kind", "is_admin", "active", "verdict", "market_code", "buyer", "agent"}


#: A form of an operator or a seller names a thing that its act finds through the person.
MAY_BE_NAMED: dict[str, set[str]] = {f"agents.{name}": {"kind"} for name in ("open_case", "take_over")}
# Who has which roles is what it is for.
MAY_BE_NAMED |= {"operators.set_roles": {"role"}, "operators.invite": {"role"}}


def others_fields(ground: Ground, endpoint: str, read: set[str]) -> dict[str, str]:
    """Fields of every table's columns, but for those that the form has."""
    columns = {column.name for table in db.metadata.sorted_tables for column in table.columns}
    names = (columns | {"role", "roles", "is_admin", "is_staff"}) - set(ground.form(endpoint)) - read
    return dict.fromkeys(sorted(names), "1")


@pytest.mark.parametrize("endpoint", FORMS)
def test_fields_that_a_form_does_not_have_change_nothing(
    endpoint: str, ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ground.app.request_class, "parameter_storage_class", Reading)
    Reading.asked = set()
    who = sender_of(endpoint)
    plain, first = effect_of(ground, who, endpoint, {})
    read = set(Reading.asked)
    assert read & _decided_by_us() - MAY_BE_NAMED.get(endpoint, set()) == set()
    ground.put_back()
    more = others_fields(ground, endpoint, read)
    laden, again = effect_of(ground, who, endpoint, more)
    assert again == first
    assert laden == plain


def effect_of(ground: Ground, who: str, endpoint: str, more: dict[str, str]) -> tuple[Any, int]:
    """What a form did to which rows, without what is another one each time; and its status."""
    with clock.as_of(ground.now):
        status = ground.knock(who, "POST", endpoint, more=more).status_code
    return changes(ground.rows_at_first(), ground.rows()), status


def changes(before: Rows, after: Rows) -> dict[str, list[str]]:
    found = {}
    for table, rows in after.items():
        known = set(map(repr, before[table]))
        new = [steady(repr(row).encode()) for row in rows if repr(row) not in known]
        gone = len(before[table]) - len(rows)
        if new or gone:
            found[table] = [*map(_timeless, new), f"{gone} fewer"]
    return found


#: Instants, random names, hashes and beginnings of some, measured seconds, the folder that a photo's name leads to.
_NEW = re.compile(
    r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[.\d]*|[\w-]{32,}|[A-Z2-7]{20,}|'[\w+/=-]{20,}'|\d+\.\d+|\b[0-9a-f]{2}/"
    r"|\b[0-9a-f]{16}\b|(?<=secret\":\")[0-9a-f]{6}|(?<=secrets\":\[\")[0-9a-f]{6}"
)


def _timeless(row: str) -> str:
    return _NEW.sub("…", row)
