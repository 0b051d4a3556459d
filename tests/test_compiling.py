"""What stands still in a template is compiled into it: the page reads as Jinja alone would make it."""

from pathlib import Path

import pytest
from flask import Flask, g, render_template

from shop_help import compiling, speech
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
