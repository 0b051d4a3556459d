"""What templates may hold: known htmx attributes, nothing inline, no words beside gettext, and only what is there."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

from tests.template_reading import ROOT, STYLE_GUIDE, TEMPLATES, Reading, templates

HTMX = ROOT / "node_modules" / "htmx.org"
PAGES = ("buyers", "sellers", "agents", "operators")
EACH = pytest.mark.parametrize("name", templates())
#: They ask for eval, which our Content-Security-Policy refuses.
EVALUATED = re.compile(r"^hx-on\b")


@cache
def read(name: str) -> Reading:
    return Reading(name)


@cache
def known_to_htmx() -> frozenset[str]:
    """Every hx- name that stands in htmx's own source."""
    return frozenset(re.findall(r"\bhx-[a-z]+(?:-[a-z]+)*\b", (HTMX / "dist" / "htmx.esm.js").read_text()))


def htmx_faults(attributes: dict[str, str]) -> Iterator[str]:
    """What is wrong with the htmx attributes of a tag."""
    for name, value in attributes.items():
        if not name.removeprefix("data-").startswith("hx-"):
            continue
        base, *modifiers = name.removeprefix("data-").split(":")
        if base not in known_to_htmx() or EVALUATED.match(base):
            yield name
        if any(not re.fullmatch(r"inherited|append|[1-5][0-9x]{2}", each) for each in modifiers):
            yield name
        if re.match(r"\s*(js|javascript):", value) or (base == "hx-trigger" and "[" in value):
            yield f"{name}={value}"


def inline_faults(tag: str, attributes: dict[str, str]) -> Iterator[str]:
    """What our Content-Security-Policy would refuse."""
    yield from (name for name in attributes if name == "style" or re.match(r"on[a-z]+$", name))
    yield from (value for value in attributes.values() if value.strip().lower().startswith("javascript:"))
    if tag == "style" or (tag == "script" and not attributes.get("src")):
        yield f"<{tag}>"


def test_the_htmx_of_the_lock_is_the_one_we_learned_about() -> None:
    assert json.loads((HTMX / "package.json").read_text())["version"] == "4.0.1"
    assert {"hx-get", "hx-post", "hx-swap", "hx-trigger", "hx-status", "hx-headers"} <= known_to_htmx()


@EACH
def test_htmx_knows_every_attribute_and_none_is_evaluated(name: str) -> None:
    assert [fault for _, attributes in read(name).tags for fault in htmx_faults(attributes)] == []


#: No page: mail programs know no style sheets, and no policy of ours holds there.
PAGES_AND_PARTS = [name for name in templates() if not name.startswith("mail/")]


@pytest.mark.parametrize("name", PAGES_AND_PARTS)
def test_nothing_is_inline(name: str) -> None:
    assert [fault for tag, attributes in read(name).tags for fault in inline_faults(tag, attributes)] == []


def test_faults_are_seen() -> None:
    assert list(htmx_faults({"hx-get": "/", "hx-headers:inherited": "{}", "hx-status:422": "x"})) == []
    for fault in ({"hx-gett": "/"}, {"hx-on:click": "x"}, {"hx-vals": "js:{}"}, {"hx-trigger": "keyup[key]"}):
        assert list(htmx_faults(fault))
    for tag, attributes in (("p", {"style": ""}), ("p", {"onclick": ""}), ("script", {}), ("style", {})):
        assert list(inline_faults(tag, attributes))


@pytest.mark.parametrize("name", [name for name in templates() if name != STYLE_GUIDE])
def test_every_word_goes_through_gettext(name: str) -> None:
    assert list(read(name).bare_words()) == []


@EACH
def test_what_a_template_includes_is_there(name: str) -> None:
    assert [other for other in read(name).others() if not (TEMPLATES / other).is_file()] == []


@EACH
def test_every_icon_is_in_the_sprite(name: str) -> None:
    assert set(read(name).icons()) <= sprite()


def sprite() -> set[str]:
    lines = (ROOT / "static" / "icons.txt").read_text().splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def test_icons_and_drawings_that_python_names_are_there() -> None:
    source = "".join(path.read_text() for path in python_files())
    assert set(re.findall(r'"picture": "([a-z-]+)"', source)) <= sprite()
    drawn = {path.stem for path in (ROOT / "static" / "art").glob("*.svg")}
    words = source + "".join((TEMPLATES / name).read_text() for name in templates())
    assert set(re.findall(r"art:([a-z][a-z-]*)", words)) <= drawn
    assert {f"{name}.svg" for name in drawn} == {path.name for path in (ROOT / "static" / "art").iterdir()}


def python_files() -> list[Path]:
    return sorted((ROOT / "shop_help").rglob("*.py"))


def test_the_templates_that_python_names_are_there_and_no_other_is_left_over() -> None:
    named = {name for path in python_files() for name in re.findall(r'"((?:\w+/)*\w+\.html)"', path.read_text())}
    assert named <= set(templates()), "a page without its template"
    included = {other for name in templates() for other in read(name).others()}
    # Chosen by audience in layouts/staff.html.
    chosen = {f"{audience}/_nav.html" for audience in PAGES}
    assert set(templates()) - named - included - chosen == set(), "a template that nothing shows"


def test_what_a_flash_says_goes_through_gettext() -> None:
    bare = [
        (path.name, ast.unparse(call))
        for path in python_files()
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "flash"
        if isinstance(call.args[0], ast.Constant | ast.JoinedStr)
    ]
    assert bare == []


def test_a_page_has_its_template_at_the_path_of_its_route_file(app: Flask) -> None:
    missing = []
    for rule in app.url_map.iter_rules():
        door, _, page = rule.endpoint.partition(".")
        module = app.view_functions[rule.endpoint].__module__.rpartition(".")[2]
        # What several doors have alike stands with what they share.
        if door not in PAGES or "GET" not in (rule.methods or ()) or module in ("twins", "reply_pages"):
            continue
        assert app.view_functions[rule.endpoint].__module__.startswith(f"shop_help.{door}.")
        if not any((TEMPLATES / door / f"{stem}.html").is_file() for stem in (page, module, f"_{page}")):
            missing.append(rule.endpoint)
    assert missing == []


@pytest.mark.parametrize("name", [name for name in templates() if name.split("/")[0] in PAGES and "/_" not in name])
def test_a_page_stands_in_a_layout_of_its_audience(name: str) -> None:
    layout = "layouts/buyer.html" if name.startswith("buyers/") else "layouts/staff.html"
    assert layout in set(read(name).others())
