"""The table of operations is whole, and the page says what it says."""

import re

from flask import Flask
from tiktok_shop_api.generated._meta import OPERATIONS as THEIRS

from shop_help.partner_api.handlers import HANDLERS, TOKENS
from shop_help.policy.partner_operations import ABSENT, HOW, OPERATIONS, SUPPORTED

AREAS = ("Authorization", "Customer service", "Orders", "Return and refund")


def test_every_operation_of_theirs_has_a_line() -> None:
    ours = {(each.method, re.sub(r"\{\w+\}", "{}", path)) for each in OPERATIONS for path in each.paths()}
    theirs = {
        (each["method"].upper(), re.sub(r"\{\w+\}", "{}", each["path"])) for each in THEIRS if each["tag"] in AREAS
    }
    assert len(theirs) >= 40
    assert theirs - ours == set()


def test_what_is_not_absent_is_done_and_what_is_not_as_there_says_how() -> None:
    assert {each.name for each in OPERATIONS if each.state != ABSENT} == HANDLERS.keys() | TOKENS.keys()
    assert {each.name for each in OPERATIONS if each.state != SUPPORTED} == HOW.keys()


def test_the_page_lists_them_all(app: Flask) -> None:
    page = app.test_client().get("/partner-api").text.replace("<wbr>", "")
    assert [each.title for each in OPERATIONS if each.title not in page] == []
    assert all(path in page for each in OPERATIONS for path in each.paths())
