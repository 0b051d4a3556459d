"""The rulebook's page: rules in sentences, numbers market by market, versions, and who may do what (PRODUCT 4, 6)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop_help import clock
from shop_help.extensions import db
from shop_help.models import Person, RuleReplay, RuleVersion
from shop_help.policy.numbers import JUDGING, NUMBERS
from shop_help.policy.permission_table import QUESTIONS
from shop_help.policy.reasons import REASONS
from shop_help.policy.rule_sentences import RULES
from shop_help.policy.rulebook import first_day

ORDER = "576461030000000110"
WHOLE = {name: str(number.value) for name, number in JUDGING.items()}


@pytest.fixture
def noor(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("noor")


@pytest.fixture
def draft(noor: FlaskClient) -> RuleVersion:
    """A draft of the US in which a return can be asked for during 14 days."""
    made = noor.post("/operators/rulebook/versions", data={"market": "US"})
    assert made.status_code == 303
    saved = noor.post(made.headers["Location"], data=WHOLE | {"return_days": "14", "note": "Why", "revision": "1"})
    assert saved.status_code == 303
    return of_market("US")


def of_market(market: str) -> RuleVersion:
    db.session.rollback()
    return db.session.scalars(
        select(RuleVersion).where(RuleVersion.market == market).execution_options(populate_existing=True)
    ).one()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("&#39;", "'")


def test_the_rules_stand_in_sentences_with_the_numbers_of_the_market(app: Flask, noor: FlaskClient) -> None:
    page = words(noor.get("/operators/rulebook?market=ID").text)
    for _, said in RULES:
        for sentence in said:
            values = {name: number.in_market("ID") for name, number in NUMBERS.items()}
            assert sentence % values in page
    assert "by the end of day 5 from the approval" in page
    assert "by the end of day 14 from the approval" in words(noor.get("/operators/rulebook?market=US").text)


def test_every_number_stands_there_for_each_market_with_its_source(app: Flask, noor: FlaskClient) -> None:
    page = noor.get("/operators/rulebook").text
    told = words(page)
    for number in NUMBERS.values():
        assert number.sentence in told
    row = re.search(r"calendar days from the approval.*?</tr>", page, re.DOTALL)
    assert row
    assert [int(value) for value in re.findall(r'class="number[^"]*">(\d+)<', row[0])] == [14, 14, 14, 5]
    assert "shop.tiktok.com/us/money-back-guarantee" in told
    for reason in REASONS.values():
        assert reason.words in told


def test_a_published_version_shows_in_the_sentences_once_it_is_in_force(app: Flask, noor: FlaskClient) -> None:
    author = db.session.scalars(select(Person.id).where(Person.cast_name == "noor")).one()
    row = RuleVersion(market="UK", version=2, state="published", person_id=author, note="Shorter")
    row.numbers, row.valid_from = {"return_days": 17}, clock.now() + timedelta(days=1)
    db.session.add(row)
    db.session.commit()
    page = words(noor.get("/operators/rulebook?market=UK").text)
    assert "to come" in page
    assert "to the end of day 30" in page
    row.valid_from = clock.now() - timedelta(days=1)
    db.session.commit()
    page = words(noor.get("/operators/rulebook?market=UK").text)
    assert "The rules, as version 2 has them" in page
    assert "to the end of day 17" in page
    assert "to come" not in page


@pytest.mark.parametrize(
    ("market", "facts"),
    [("US", ("America/New_York", "USD", "USPS, UPS, FedEx, and DHL")), ("DE", ("Europe/Berlin", "EUR", "Hermes"))],
)
def test_what_a_market_is_stands_there_too(noor: FlaskClient, market: str, facts: tuple[str, ...]) -> None:
    page = noor.get(f"/operators/rulebook?market={market}").text
    assert [fact for fact in facts if fact not in page] == []
    assert ("Europe/Berlin" in page) == (market == "DE")


def test_a_market_that_nobody_has_shows_the_default_one(app: Flask, noor: FlaskClient) -> None:
    assert "Versions in United States" in noor.get("/operators/rulebook?market=XX").text


def test_the_permission_table_has_a_line_for_each_question(app: Flask, noor: FlaskClient) -> None:
    page = words(noor.get("/operators/permissions").text)
    for question in QUESTIONS:
        assert question.words in page
    assert page.count("their own") >= 6


def test_a_draft_is_written_and_its_changes_are_shown(app: Flask, noor: FlaskClient, draft: RuleVersion) -> None:
    page = noor.get(f"/operators/rulebook/versions/{draft.id}").text
    assert 'name="return_days"' in page
    assert "now 30" in page
    assert re.search(r'id="field-return_days"[^>]*value="14"', page, re.DOTALL)
    again = noor.post("/operators/rulebook/versions", data={"market": "US"})
    assert again.headers["Location"].endswith(f"/{draft.id}")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"return_days": "0"}, "From 1 to 730."),
        ({"return_days": "soon"}, "Write a whole number."),
        ({"return_days": "1.5"}, "Write a whole number."),
        ({"return_days": ""}, "Write a whole number."),
        ({"return_days": "٣"}, "Write a whole number."),
        ({"return_days": "91"}, "Buyer Protection takes over from returns"),
        ({"note": ""}, "Say why, in a sentence"),
        ({"revision": "7"}, "Somebody else changed this draft meanwhile."),
    ],
)
def test_what_cannot_be_is_said_in_words_and_what_was_typed_stays(
    app: Flask, noor: FlaskClient, draft: RuleVersion, written: dict[str, str], said: str
) -> None:
    form = WHOLE | {"note": "A reason of mine", "revision": str(draft.revision), "appeal_days": "33"} | written
    answer = noor.post(f"/operators/rulebook/versions/{draft.id}", data=form)
    assert answer.status_code == 422
    assert said in words(answer.text)
    assert 'value="33"' in answer.text
    assert of_market("US").numbers["return_days"] == 14


def test_a_draft_is_tried_with_and_without_scripts(app: Flask, noor: FlaskClient, draft: RuleVersion) -> None:
    started = noor.post(f"/operators/rulebook/versions/{draft.id}/replays")
    address = started.headers["Location"]
    page = noor.get(address).text
    assert re.search(r"\b0 of [1-9]\d orders were looked at", page)
    assert 'hx-trigger="load delay:50ms"' in page
    plain = noor.post(address)
    assert (plain.status_code, plain.headers["Location"]) == (303, address)
    page = noor.get(address).text
    db.session.rollback()
    replay = db.session.scalars(select(RuleReplay)).one()
    assert min(replay.refused, replay.allowed) > 0
    assert words(page).count("newly refused") == 1 + replay.refused
    assert words(page).count("newly allowed") == 1 + replay.allowed
    assert f"/operators/rulebook/orders/{ORDER}?draft={draft.id}" in page
    assert "hx-post" not in page
    part = noor.post(address, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert "<html" not in part.text
    summary = words(noor.get(f"/operators/rulebook/versions/{draft.id}").text)
    told = f"{replay.refused} would newly be refused, {replay.allowed} newly allowed, among {replay.total} orders."
    assert told in summary


def test_a_long_list_goes_on_page_by_page(
    app: Flask, noor: FlaskClient, draft: RuleVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shop_help.operators.rule_replays.PAGE", 3)
    address = noor.post(f"/operators/rulebook/versions/{draft.id}/replays").headers["Location"]
    noor.post(address)
    met, next_page = list[str](), address
    for _ in range(4):
        page = noor.get(next_page, headers={"HX-Request": "true"} if met else {}).text
        met += re.findall(r"<b>([^<]+)</b>(?: × \d+)?\s*<span\s+class=\"state\"\s+data-tone=\"(\w+)\"", page)
        following = re.search(r'hx-get="(/operators/[^"]+)"', page)
        next_page = following[1] if following else ""
    assert next_page == ""
    assert [tone for _, tone in met] == ["bad"] * 9 + ["good"] * 3


def test_a_draft_that_was_changed_since_says_so(app: Flask, noor: FlaskClient, draft: RuleVersion) -> None:
    address = noor.post(f"/operators/rulebook/versions/{draft.id}/replays").headers["Location"]
    noor.post(address)
    form = WHOLE | {"return_days": "13", "note": "Why", "revision": str(draft.revision)}
    noor.post(f"/operators/rulebook/versions/{draft.id}", data=form)
    said = "The draft was changed since it was tried."
    assert said in noor.get(address).text
    assert said in noor.get(f"/operators/rulebook/versions/{draft.id}").text


def test_an_order_is_shown_by_both_versions(app: Flask, noor: FlaskClient, draft: RuleVersion) -> None:
    page = words(noor.get(f"/operators/rulebook/orders/{ORDER}?draft={draft.id}").text)
    assert "of 30 since it was delivered: you can ask the seller to take it back" in page
    assert "The 14 days in which the seller could be asked ended on" in page
    alone = words(noor.get(f"/operators/rulebook/orders/{ORDER}").text)
    assert "The 14 days" not in alone
    assert "version 1 of US" in alone
    assert noor.get("/operators/rulebook/orders/1").status_code == 404


def test_an_order_is_found_by_its_number(app: Flask, noor: FlaskClient) -> None:
    found = noor.get(f"/operators/rulebook?order={ORDER}")
    assert (found.status_code, found.headers["Location"]) == (302, f"/operators/rulebook/orders/{ORDER}")
    missing = noor.get("/operators/rulebook?order=12")
    assert missing.status_code == 404
    assert "There is no such order." in missing.text


def test_a_version_is_published_with_a_date_and_stays(app: Flask, noor: FlaskClient, draft: RuleVersion) -> None:
    first = first_day("US", clock.now(), None)
    address = f"/operators/rulebook/versions/{draft.id}/publication"
    early = noor.post(address, data={"revision": draft.revision, "day": (first - timedelta(days=1)).isoformat()})
    assert early.status_code == 422
    assert "verdicts of the past don't change" in words(early.text)
    assert noor.post(address, data={"revision": draft.revision, "day": "soon"}).status_code == 422
    done = noor.post(address, data={"revision": draft.revision, "day": first.isoformat()})
    assert done.status_code == 303
    page = words(noor.get(f"/operators/rulebook/versions/{draft.id}").text)
    assert "Published by Noor" in page
    assert "30 → 14" in page
    assert "Save the draft" not in page
    assert noor.post(address, data={"revision": draft.revision, "day": first.isoformat()}).status_code == 404


def test_a_draft_is_discarded(app: Flask, noor: FlaskClient, draft: RuleVersion) -> None:
    noor.post(f"/operators/rulebook/versions/{draft.id}/replays")
    assert noor.post(f"/operators/rulebook/versions/{draft.id}/removal").status_code == 303
    assert noor.get(f"/operators/rulebook/versions/{draft.id}").status_code == 404
    db.session.rollback()
    assert db.session.query(RuleReplay).count() == 0
