"""An operator's name, accent and logo: on pages, in mails, in the app; nobody else's, none that can't be read."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import event, select

from shop_help import branding, letters
from shop_help.actions import brand as acts
from shop_help.extensions import db
from shop_help.models import AuditEntry, Brand
from shop_help.policy.brand import SCHEMES, nearest
from shop_help.policy.messages import Refused
from tests.buyers.service import sign_in_of

ACME = {"name": "Acme <Help>", "accent": "#0b5cad", "accent_dark": "#2a74c4", "do": "save"}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def logo(kind: str = "PNG", size: tuple[int, int] = (600, 300), **more: Any) -> bytes:
    out = BytesIO()
    drawn = Image.new("RGBA", size, (0, 0, 0, 0))
    drawn.paste((200, 10, 10, 255), (0, 0, size[0] // 2, size[1]))
    drawn.save(out, kind, **more)
    return out.getvalue()


def save(client: FlaskClient, content: bytes | None = None, name: str = "logo.png", **fields: Any) -> Any:
    seen = client.get("/operators/brand").text.partition('name="seen" value="')[2].partition('"')[0]
    sent = {**ACME, "seen": seen, **fields} | ({"logo": (BytesIO(content), name)} if content else {})
    return client.post("/operators/brand", data=sent, content_type="multipart/form-data")


def kept() -> Brand | None:
    db.session.rollback()
    return db.session.scalar(select(Brand).execution_options(populate_existing=True))


def changes() -> list[tuple[Any, Any]]:
    db.session.rollback()
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "brand.changed").order_by(AuditEntry.id))
    return [(json.loads(each.before), json.loads(each.after)) for each in entries]


@pytest.fixture
def noor(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("noor")


def test_a_brand_is_on_pages_of_all_at_once(noor: FlaskClient, sign_in: Callable[[str], FlaskClient]) -> None:
    assert "/brand/" not in sign_in("ana").get("/orders").text
    assert save(noor).status_code == 303
    row = kept()
    assert row
    for client, address in ((sign_in("ana"), "/orders"), (sign_in("gus"), "/agents/"), (noor, "/operators/")):
        page = client.get(address).text
        assert " · Acme &lt;Help&gt;</title>" in page
        assert f'href="/brand/{row.version}.css"' in page
    style = noor.get(f"/brand/{row.version}.css")
    assert "--raw-red: light-dark(#0b5cad, #2a74c4);" in style.text
    assert style.headers["Cache-Control"].endswith("immutable")
    assert noor.get("/brand/another.css").headers["Cache-Control"] == "no-cache"


def test_no_page_asks_a_question_more_for_it(noor: FlaskClient, app: Flask) -> None:
    def statements() -> int:
        said: list[str] = []
        event.listen(db.engine, "before_cursor_execute", hear := lambda *told: said.append(told[2]))
        noor.get("/operators/hours")
        event.remove(db.engine, "before_cursor_execute", hear)
        return len(said)

    noor.get("/operators/hours")
    before = statements()
    save(noor)
    # The first page after a change reads it.
    assert statements() == before + 1
    assert statements() == before


def test_another_process_has_it_with_the_next_page_of_who_is_signed_in(noor: FlaskClient, app: Flask) -> None:
    noor.get("/operators/")
    known = app.extensions["brand"]
    save(noor)
    app.extensions["brand"] = known
    assert "Acme &lt;Help&gt;</title>" in noor.get("/operators/").text


def test_a_visitor_has_it_within_seconds(app: Flask, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = app.test_client()
    now = [100.0]
    monkeypatch.setattr("shop_help.branding.clock.ticks", lambda: now[0])
    visitor.get("/sign-in")
    known = app.extensions["brand"]
    save(noor)
    app.extensions["brand"] = known
    now[0] += branding.LOOK_AGAIN_SECONDS - 0.1
    assert "Acme" not in visitor.get("/sign-in").text
    now[0] += 0.1
    assert "Acme &lt;Help&gt;" in visitor.get("/sign-in").text


def test_each_change_stands_in_the_audit_log_with_before_and_after(noor: FlaskClient) -> None:
    save(noor)
    save(noor)
    assert len(changes()) == 1
    before, after = changes()[0]
    assert (before["name"], before["accent"]) == ("Shop Help", SCHEMES["accent"].accent)
    assert (after["name"], after["accent"], after["logo"]) == ("Acme <Help>", "#0b5cad", "")
    save(noor, do="reset")
    assert changes()[1] == (after, before)
    assert kept() is None


def test_a_logo_is_drawn_anew_and_is_the_apps_icon(noor: FlaskClient) -> None:
    sent = logo(exif=Image.Exif(), pnginfo=None, size=(1200, 600))
    assert save(noor, sent).status_code == 303
    row = kept()
    assert row
    assert row.logo
    with Image.open(BytesIO(row.logo)) as drawn:
        assert (drawn.format, drawn.size, drawn.mode) == ("PNG", (512, 256), "RGBA")
        # What was transparent stays so.
        assert drawn.getpixel((500, 100))[3] == 0  # type: ignore[index]
    assert noor.get(f"/brand/{row.version}.png").data == row.logo
    assert f'<img class="brand-logo" src="/brand/{row.version}.png" alt="">Acme' in noor.get("/operators/").text
    with Image.open(BytesIO(noor.get(f"/icons/192.png?v={row.version}").data)) as icon:
        middle = icon.convert("RGB").getpixel((60, 96))
        assert middle[0] > 190 > 60 > middle[1]  # type: ignore[index, operator]
    manifest = noor.get("/manifest.webmanifest").json
    assert manifest["name"] == "Acme <Help>"
    assert manifest["icons"][0]["src"] == f"/icons/192.png?v={row.version}"
    # A brand that is saved without a file keeps its logo.
    save(noor, name="Acme")
    assert kept().logo == row.logo  # type: ignore[union-attr]
    save(noor, no_logo="yes")
    assert kept().logo is None  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_both_kinds_can_be_a_logo(noor: FlaskClient, kind: str) -> None:
    assert save(noor, logo(kind)).status_code == 303


@pytest.mark.parametrize(
    ("content", "name"), [(SVG, "logo.svg"), (SVG, "logo.png"), (b"GIF89a", "logo.png"), (logo()[:60], "logo.png")]
)
def test_what_is_no_picture_is_refused(noor: FlaskClient, content: bytes, name: str) -> None:
    answer = save(noor, content, name)
    assert answer.status_code == 422
    assert "This is no picture that can be a logo." in answer.text
    assert 'value="Acme &lt;Help&gt;"' in answer.text
    assert kept() is None


def test_a_logo_is_small(noor: FlaskClient) -> None:
    answer = save(noor, logo() + b"\0" * 210 * 1024)
    assert answer.status_code == 422
    assert "A logo has 200 KB at most." in answer.text


def test_an_accent_that_can_not_be_read_comes_back_with_the_nearest_shade(noor: FlaskClient) -> None:
    answer = save(noor, accent="#ffcc00")
    assert answer.status_code == 422
    assert nearest("#ffcc00", "accent") in answer.text
    assert kept() is None
    assert save(noor, accent="#ffcc00", do="nearest").status_code == 303
    assert kept().accent == nearest("#ffcc00", "accent")  # type: ignore[union-attr]


def test_the_preview_draws_it_and_writes_nothing(noor: FlaskClient) -> None:
    page = noor.post("/operators/brand/preview", data={**ACME, "accent_dark": "#ffcc00"}).text
    assert page.count("<svg viewBox") == 2
    assert 'fill="#0b5cad"' in page
    assert "Save the nearest shades" in page
    assert "style=" not in page
    hostile = noor.post("/operators/brand/preview", data=dict.fromkeys(ACME, '"><script>')).text
    assert "<script>" not in hostile
    assert "<svg viewBox" not in hostile
    assert kept() is None


def test_who_was_slower_changes_nothing(noor: FlaskClient) -> None:
    save(noor)
    answer = save(noor, name="Other", seen="")
    assert answer.status_code == 422
    assert "Somebody else changed the brand meanwhile." in answer.text
    assert kept().name == "Acme <Help>"  # type: ignore[union-attr]


@pytest.mark.parametrize("who", ["ana", "sol", "gus"])
def test_nobody_else_sets_it(app: Flask, who: str) -> None:
    written = acts.WrittenBrand("Acme", "#0b5cad", "#2a74c4")
    with pytest.raises(Refused, match="forbidden"):
        acts.set_brand(sign_in_of(who), written)
    with pytest.raises(Refused, match="forbidden"):
        acts.reset_brand(sign_in_of(who))
    assert kept() is None
    acts.set_brand(sign_in_of("noor"), written)
    assert kept()


def test_a_mail_has_its_name(app: Flask) -> None:
    acts.set_brand(None, acts.WrittenBrand("Acme", "#0b5cad", "#2a74c4"))
    app.extensions["brand"] = None
    app.config["MAIL_FROM"] = "Acme <help@acme.example>"
    made = letters.test_letter("ana@example.com")
    assert made["Subject"] == "A test of Acme"


def ran(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["brand", *words])
    return result.exit_code, result.output


def test_the_same_at_a_terminal(app: Flask, tmp_path: Any) -> None:
    (tmp_path / "logo.png").write_bytes(logo())
    (tmp_path / "logo.svg").write_bytes(SVG)
    assert ran(app, "set", "--name", "Acme", "--accent", "#0B5CAD", "--logo", str(tmp_path / "logo.png"))[0] == 0
    app.extensions["brand"] = None
    told = json.loads(ran(app, "show", "--json")[1])
    expected = {"name": "Acme", "accent": "#0b5cad", "accent_dark": nearest("#0b5cad", "accent_dark")}
    assert told == expected | {"has_logo": True}
    assert changes()[0][1]["name"] == "Acme"
    code, said = ran(app, "set", "--accent", "#ffcc00")
    assert (code, nearest("#ffcc00", "accent") in said) == (1, True)
    assert ran(app, "set", "--logo", str(tmp_path / "logo.svg"))[0] == 1
    assert "take " in ran(app, "shades", "#ffcc00")[1]
    assert ran(app, "shades", "yellow")[0] == 1
    assert ran(app, "reset")[0] == 0
    assert kept() is None
