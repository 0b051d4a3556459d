"""Staff outside the demo sign in with a passkey or an app's code, in a real browser under our policy."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyotp
import pytest
from playwright.sync_api import CDPSession, Page, expect

from shop_help import create_app
from shop_help.extensions import db
from shop_help.models import Role
from tests.conftest import config_of
from tests.journeys.conftest import Opened
from tests.journeys.looking import axe_faults, cut_at, faults_of
from tests.running import RunningServer
from tests.staff import OUTSIDE, PASSWORD, hired

PHONE = {"viewport": {"width": 390, "height": 844}}


class OutsideServer(RunningServer):
    """Not the demo."""

    program = ("-m", "tests.outside_app")

    @property
    def name(self) -> str:
        """Its address by a name: a passkey belongs to one."""
        return f"http://localhost:{self.port}"


@pytest.fixture(scope="module")
def shop(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OutsideServer]:
    """The server of these stories, with staff who have a password."""
    folder = tmp_path_factory.mktemp("outside")
    database = Path(shutil.copy(migrated_sqlite, folder / "outside.sqlite3"))
    app = create_app(config_of(f"sqlite:///{database}") | OUTSIDE)
    with app.app_context():
        db.session.add_all([Role(name="agent"), Role(name="operator")])
        for who in ("Greta", "Otto"):
            hired(who, "agent")
        db.session.remove()
        db.engine.dispose()
    running = OutsideServer(database, folder / "server.log")
    running.start()
    yield running
    running.stop()
    assert '"level": "error"' not in running.log.read_text(), running.log.read_text()[-4000:]


def with_authenticator(page: Page) -> tuple[CDPSession, str]:
    """A device that keeps passkeys, and whose owner shows their finger at once."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options: dict[str, Any] = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return device, made["authenticatorId"]


def password(page: Page, who: str) -> None:
    """They type their password."""
    page.goto("/sign-in?next=/agents/duty")
    page.get_by_label("E-mail address").fill(f"{who.lower()}@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/security")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url(re.compile("/sign-in$"))


def looks_whole(page: Page) -> None:
    """On a phone, light and dark, narrow, and in large letters."""
    faults = faults_of(page) + cut_at(page, 320) + cut_at(page, 390, "200%")
    assert faults + axe_faults(page, "light") + axe_faults(page, "dark") == []


def test_a_passkey_is_set_up_and_signs_in_with_and_without_the_password(
    open_page: Opened, shop: OutsideServer
) -> None:
    page = open_page(base=shop.name, **PHONE)
    device, authenticator = with_authenticator(page)
    password(page, "Greta")
    expect(page.get_by_text("Your password alone is not enough")).to_be_visible()
    looks_whole(page)
    page.get_by_label("What do you call it?").fill("Work laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("listitem")).to_have_count(10)
    looks_whole(page)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("Work laptop", exact=True)).to_be_visible()
    expect(page.get_by_text("10 codes are left")).to_be_visible()
    page.goto("/home")
    expect(page).to_have_url(re.compile("/agents/$"))

    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(re.compile("/agents/$"))

    sign_out(page)
    password(page, "Greta")
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    looks_whole(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(re.compile("/agents/duty$"))
    page.goto("/security")
    expect(page.get_by_text("Last used")).to_be_visible()
    looks_whole(page)

    # Whoever finds the device without its owner's finger stays outside, and can try again.
    sign_out(page)
    device.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("Nothing came from the device")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_enabled()


def test_an_app_is_set_up_and_its_code_is_asked_for(open_page: Opened, shop: OutsideServer) -> None:
    page = open_page(base=shop.name, tolerant=True, **PHONE)
    password(page, "Otto")
    page.get_by_role("button", name="Set up an app").click()
    expect(page.get_by_role("img", name="The picture that the app reads")).to_be_visible()
    # It waits for the picture, and finds a broken one.
    looks_whole(page)
    page.get_by_text("No camera? Type this key").click()
    phone = pyotp.TOTP(page.locator(".code-typed").inner_text().replace("-", ""))
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_text("That code is not right")).to_be_visible()
    page.get_by_label("Code").fill(phone.now())
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    code = page.locator("code").first.inner_text()
    sign_out(page)
    password(page, "Otto")
    page.get_by_label("Code of your app, or a recovery code").fill(code)
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(re.compile("/agents/duty$"))


def test_at_a_bare_address_there_are_no_passkeys_and_it_says_so(open_page: Opened, shop: OutsideServer) -> None:
    page = open_page(base=shop.url)
    page.goto("/sign-in")
    expect(page.get_by_text("This browser has no passkeys for this address.")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
