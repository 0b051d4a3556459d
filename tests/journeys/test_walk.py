"""Everybody walks to every page they can reach, and each page is looked at: no dead link, no broken picture."""

import re
from collections import Counter, deque
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from shop_help.languages import LANGUAGES
from tests.journeys.conftest import Opened
from tests.journeys.crowding import CROWDED
from tests.journeys.looking import axe_faults, cut_at, faults_of

#: Pages of one kind (the same address but for numbers and what is asked) that one person looks at.
OF_A_KIND = 2
MOST_PAGES = 90
PHONE = {"viewport": {"width": 390, "height": 844}}
HOME = {"": "/", "kit": "/help", "sol": "/sellers/inbox", "mara": "/sellers/inbox", "gus": "/agents/"}
HOME |= {"iris": "/agents/", "noor": "/operators/", "ana": "/", "bruno": "/"}
#: Where a walk begins besides home: what is reached by a form, and what goes wrong.
BESIDES = {
    "": ["/sign-in", "/nowhere"],
    "ana": ["/orders/list", "/orders/576461030000000111/claim", "/protection/program?order=576461030000000115"],
    "noor": ["/styleguide"],
    "gus": ["/agents/search?q=parcel"],
    "kit": ["/help"],
}

Kind = tuple[str, frozenset[str]]
#: Kinds of pages that were measured and shown to axe-core already, by whichever of the same audience came first.
seen_closely: set[tuple[str, str]] = set()


def kind_of(address: str) -> Kind:
    parts = urlsplit(address)
    names = frozenset(re.findall(r"([a-z]+)=", parts.query))
    path = re.sub(r"(?<=/questions/)[a-z-]+", "Q", parts.path)
    path = re.sub(rf"(?<=/)({'|'.join(LANGUAGES)})$", "L", path)
    return re.sub(r"\d+", "N", path), names


def links_on(page: Page) -> list[str]:
    found: list[str] = page.locator("a[href]:not([download])").evaluate_all("links => links.map(link => link.href)")
    here = urlsplit(page.url)
    same = [urlsplit(link) for link in found if urlsplit(link).netloc == here.netloc]
    return [f"{link.path}?{link.query}" if link.query else link.path for link in same]


def files_missing_on(page: Page) -> list[str]:
    """Files to download that aren't there; a browser can't walk to one."""
    files: list[str] = page.locator("a[download]").evaluate_all("links => links.map(link => link.href)")
    answers = [(page.request.get(file), file) for file in files]
    return [f"{answer.status} {file}" for answer, file in answers if answer.status != 200]


def look_closely(page: Page, audience: str, address: str, whole: bool) -> list[str]:
    kind = (audience, kind_of(address)[0])
    if kind in seen_closely:
        return []
    seen_closely.add(kind)
    found = cut_at(page, 320, "100%", CROWDED) + axe_faults(page, "light")
    return found + (cut_at(page, 390, "200%", CROWDED) + axe_faults(page, "dark") if whole else [])


@pytest.mark.timeout(240)
@pytest.mark.parametrize("who", ["", "ana", "kit", "sol", "gus", "noor"])
def test_every_page_that_somebody_reaches_is_whole(open_page: Opened, who: str) -> None:
    walk(open_page, who, whole=False)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("who", HOME)
def test_it_is_in_the_dark_and_with_large_text_too(open_page: Opened, who: str) -> None:
    """`make walk`: everybody, those too whose kinds of pages another one walks already."""
    walk(open_page, who, whole=True)


def walk(open_page: Opened, who: str, *, whole: bool) -> None:
    page = open_page(who, tolerant=who == "", **PHONE)
    ahead = deque([HOME[who], *BESIDES.get(who, [])])
    met, kinds, wrong = set(ahead), Counter[Kind](), list[str]()
    while ahead and len(met) - len(ahead) < MOST_PAGES:
        address = ahead.popleft()
        answer = page.goto(address)
        assert answer
        if answer.status >= 400 and address != "/nowhere":
            wrong.append(f"{answer.status} {address}")
        if not answer.headers["content-type"].startswith("text/html"):
            # A photo, in the browser's own page.
            continue
        wrong += faults_of(page) + files_missing_on(page)
        audience = page.locator("body").get_attribute("data-viewer") or ""
        wrong += look_closely(page, audience, address, whole)
        for link in [] if address == "/styleguide" else links_on(page):
            if link not in met and kinds[kind_of(link)] < OF_A_KIND:
                kinds[kind_of(link)] += 1
                met.add(link)
                ahead.append(link)
    assert not wrong, "\n".join(wrong)
    assert not ahead, "the walk is bounded too tightly"
    assert len(met) > (8 if who in ("ana", "bruno", "sol", "mara") else 0)
