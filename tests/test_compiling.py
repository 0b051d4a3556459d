"""What stands still in a template is compiled into it: the page reads as Jinja alone would make it."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g, render_template

from shop_help import compiled_pages, compiling, speech
from shop_help.extensions import babel
from shop_help.languages import _anywhere, words_of

PAGE = (
    "{% set name = 'page' %}<p>{{ _('Back') }} {{ icon('x') }}</p>"
    "{% for each in things %}{% include 'part.html' %}{% endfor %}[{{ name }}]"
)
PART = """{% set name = each ~ '!' %}<b title="{{ _('Send') }}">{{ name }}</b>{{ _('No %(x)s', x=each) }}"""


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    """A small application with two templates, in which an icon counts how often it was asked for."""
    app = Flask("small", template_folder=str(tmp_path))
    app.jinja_environment = compiling.CompilingEnvironment
    asked: list[str] = []
    babel.init_app(app, locale_selector=lambda: "en")

    def icon(name: str) -> str:
        asked.append(name)
        return name

    app.jinja_env.globals.update(_=_anywhere, asset=str, icon=icon, asked=asked)
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "part.html").write_text(PART)
    return app


def shown(app: Flask, name: str, **values: object) -> str:
    with app.test_request_context():
        return render_template(name, **values)


def test_a_partial_sees_what_stands_around_it_and_keeps_what_it_sets(app: Flask) -> None:
    parts = "".join(f'<b title="Send">{each}!</b>No {each}' for each in ("a", "&lt;"))
    assert shown(app, "page.html", things=["a", "<"]) == f"<p>Back x</p>{parts}[page]"


def test_what_stands_still_is_asked_once_and_not_for_each_page(app: Flask) -> None:
    for _ in range(3):
        shown(app, "page.html", things=[])
    assert app.jinja_env.globals["asked"] == ["x"]


def test_each_language_has_templates_of_its_own(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    class Backwards:
        def ugettext(self, message: str) -> str:
            return message[::-1] + "<"

    monkeypatch.setitem(speech._catalogues, "xx", Backwards())
    words_of.cache_clear()
    for language, said in (("xx", "kcaB&lt;"), ("en", "Back"), ("xx", "kcaB&lt;")):
        with app.test_request_context():
            g.locale_name = language
            assert f"<p>{said} x</p>" in render_template("page.html", things=[])
    words_of.cache_clear()


def test_a_partial_that_includes_itself_still_ends(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "tree.html").write_text(
        "{{ n }}{% if n %}{% with n = n - 1 %}{% include 'tree.html' %}{% endwith %}{% endif %}"
    )
    assert shown(app, "tree.html", n=3) == "3210"


def test_what_a_person_typed_is_escaped_however_it_comes(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "typed.html").write_text("{{ icon('a') ~ typed }} {{ _('%(x)s', x=typed) }} {{ _(typed) }}")
    assert "<" not in shown(app, "typed.html", typed="<i>")


def test_in_a_debugger_a_changed_partial_is_seen(app: Flask, tmp_path: Path) -> None:
    app.jinja_env.auto_reload = True
    assert "Send" in shown(app, "page.html", things=["a"])
    (tmp_path / "part.html").write_text("changed")
    assert "changed" in shown(app, "page.html", things=["a"])


def asked_anew(app: Flask) -> list[str]:
    """What a process that begins now asks for while it shows the page."""
    begun = Flask("small", template_folder=app.template_folder)
    begun.jinja_environment = compiling.CompilingEnvironment
    babel.init_app(begun, locale_selector=lambda: "en")
    asked: list[str] = []
    begun.jinja_env.globals.update(_=_anywhere, asset=str, icon=lambda name: asked.append(name) or name)
    assert "<p>Back x</p>" in shown(begun, "page.html", things=[])
    return asked


@pytest.fixture
def kept_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where compiled templates lie meanwhile."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    compiled_pages._content_of.cache_clear()
    return folder


def test_what_one_process_compiled_the_next_one_takes(app: Flask, kept_in: Path) -> None:
    assert asked_anew(app) == ["x"]
    assert asked_anew(app) == []
    (folder,) = kept_in.iterdir()
    assert folder.stat().st_mode & 0o777 == 0o700, "nobody else writes code there"


def test_it_is_compiled_anew_where_a_partial_is_another_one(app: Flask, kept_in: Path, tmp_path: Path) -> None:
    asked_anew(app)
    compiled_pages._content_of.cache_clear()
    (tmp_path / "part.html").write_text(PART + "more")
    assert asked_anew(app) == ["x"]


def test_without_a_safe_folder_or_room_pages_are_shown_all_the_same(
    app: Flask, kept_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("jinja2.bccache.tempfile.NamedTemporaryFile", full)
        assert asked_anew(app) == ["x"]
        assert asked_anew(app) == ["x"]
    (folder,) = kept_in.iterdir()
    folder.rmdir()
    folder.write_text("Somebody else's.")
    assert asked_anew(app) == ["x"]
    assert asked_anew(app) == ["x"]


def test_a_page_that_many_ask_for_at_once_is_compiled_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str | None] = []
    plain = compiling.CompilingEnvironment._parse

    def parse(self: compiling.CompilingEnvironment, source: str, name: str | None, filename: str | None) -> Any:
        if self.language:
            compiled.append(name)
            time.sleep(0.05)
        return plain(self, source, name, filename)

    monkeypatch.setattr(compiling.CompilingEnvironment, "_parse", parse)
    with ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(lambda _: shown(app, "page.html", things=[]), range(8)))
    assert set(pages) == {"<p>Back x</p>[page]"}
    assert compiled.count("page.html") == 1
