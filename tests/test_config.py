"""Settings come from the environment, and what would be unsafe outside the demo stops the start."""

from typing import Any

import pytest

from shop_help import create_app
from shop_help.config import DEMO_SALT, DEMO_SECRET, SHORTEST_SECRET, SettingsError, refuse_unsafe, settings

SAFE = {
    "SHOP_HELP_SECRET_KEY": "k" * SHORTEST_SECRET,
    "SHOP_HELP_PASSWORD_SALT": "s" * SHORTEST_SECRET,
    "SHOP_HELP_ORIGINS": "https://help.example",
    "SHOP_HELP_PAYMENTS_URL": "https://pay.example/refunds",
    "SHOP_HELP_PAYMENTS_SECRET": "p" * SHORTEST_SECRET,
}


def test_safe_settings_start() -> None:
    refuse_unsafe(settings(SAFE))


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SHOP_HELP_SECRET_KEY", "", "SHOP_HELP_SECRET_KEY"),
        ("SHOP_HELP_SECRET_KEY", "k" * (SHORTEST_SECRET - 1), "SHOP_HELP_SECRET_KEY"),
        ("SHOP_HELP_SECRET_KEY", DEMO_SECRET, "SHOP_HELP_SECRET_KEY"),
        ("SHOP_HELP_PASSWORD_SALT", "", "SHOP_HELP_PASSWORD_SALT"),
        ("SHOP_HELP_PASSWORD_SALT", DEMO_SALT, "SHOP_HELP_PASSWORD_SALT"),
        ("SHOP_HELP_ORIGINS", "", "SHOP_HELP_ORIGINS"),
        ("SHOP_HELP_ORIGINS", "http://help.example", "http://help.example"),
        ("SHOP_HELP_ORIGINS", "https://help.example http://localhost:5000", "http://localhost:5000"),
        ("SHOP_HELP_ORIGINS", "*", r"\*"),
        ("SHOP_HELP_PAYMENTS_URL", "", "SHOP_HELP_PAYMENTS_URL"),
        ("SHOP_HELP_PAYMENTS_URL", "http://pay.example/refunds", "SHOP_HELP_PAYMENTS_URL"),
        ("SHOP_HELP_PAYMENTS_URL", "https:///refunds", "SHOP_HELP_PAYMENTS_URL"),
        ("SHOP_HELP_PAYMENTS_SECRET", "", "SHOP_HELP_PAYMENTS_SECRET"),
        ("SHOP_HELP_PAYMENTS_SECRET", "p" * (SHORTEST_SECRET - 1), "SHOP_HELP_PAYMENTS_SECRET"),
        ("SHOP_HELP_PAYMENTS_SECRET", "new:" + "p" * SHORTEST_SECRET + " old:short", "SHOP_HELP_PAYMENTS_SECRET"),
    ],
)
def test_what_is_unsafe_stops_the_start_and_says_what_to_set(name: str, value: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        refuse_unsafe(settings({**SAFE, name: value}))


def test_the_debugger_stops_the_start_outside_the_demo() -> None:
    with pytest.raises(SettingsError, match="FLASK_DEBUG"):
        refuse_unsafe({**settings(SAFE), "DEBUG": True})


def test_an_operator_without_a_payment_system_says_that_refunds_are_paid_by_hand() -> None:
    refuse_unsafe(settings({**SAFE, "SHOP_HELP_PAYMENTS_URL": "by-hand", "SHOP_HELP_PAYMENTS_SECRET": ""}))


@pytest.mark.parametrize(
    ("told", "keys"),
    [("", {}), ("abc", {"main": "abc"}), ("2027:new 2026:old", {"2027": "new", "2026": "old"})],
)
def test_a_secret_of_the_payment_system_has_a_name_so_that_it_can_be_changed(told: str, keys: dict[str, str]) -> None:
    assert settings({"SHOP_HELP_PAYMENTS_SECRET": told})["PAYMENTS_KEYS"] == keys


def test_the_demo_takes_a_payment_system_without_tls_but_none_without_a_secret() -> None:
    demo = {"SHOP_HELP_DEMO": "1", "SHOP_HELP_PAYMENTS_URL": "http://127.0.0.1:9000/"}
    refuse_unsafe(settings({**demo, "SHOP_HELP_PAYMENTS_SECRET": "p" * SHORTEST_SECRET}))
    with pytest.raises(SettingsError, match="SHOP_HELP_PAYMENTS_SECRET"):
        refuse_unsafe(settings(demo))


def test_the_demo_starts_without_any_setting() -> None:
    chosen = settings({"SHOP_HELP_DEMO": "1"})
    refuse_unsafe(chosen)
    assert chosen["SECRET_KEY"] == DEMO_SECRET
    assert chosen["ORIGINS"] == ["http://127.0.0.1:5000", "http://localhost:5000", "http://[::1]:5000"]


@pytest.mark.parametrize("word", ["", "0", "no", "off", "false"])
def test_the_demo_is_off_unless_it_is_asked_for(word: str) -> None:
    chosen = settings({"SHOP_HELP_DEMO": word})
    assert not chosen["DEMO"]
    assert chosen["SECRET_KEY"] == ""
    assert chosen["ORIGINS"] == []


@pytest.mark.parametrize("word", ["1", "true", "YES", "on"])
def test_the_demo_is_on_by_any_word_for_it(word: str) -> None:
    assert settings({"SHOP_HELP_DEMO": word})["DEMO"]


def test_the_port_of_the_demo_is_in_its_origins_and_the_operators_own_come_first() -> None:
    chosen = settings(
        {"SHOP_HELP_DEMO": "1", "PORT": "8080", "SHOP_HELP_ORIGINS": "https://a.example,https://b.example"}
    )
    assert chosen["ORIGINS"][:3] == ["https://a.example", "https://b.example", "http://127.0.0.1:8080"]


def _app(**config: Any) -> Any:
    return create_app({"TESTING": True, "SQLALCHEMY_DATABASE_URI": "sqlite://", **config})


@pytest.mark.parametrize(
    ("origins", "is_secure"),
    [(["https://help.example"], True), (["https://help.example", "http://localhost:5000"], False)],
)
def test_the_session_cookie_is_for_tls_alone_where_all_origins_are(origins: list[str], is_secure: bool) -> None:
    app = _app(ORIGINS=origins)
    assert app.config["SESSION_COOKIE_SECURE"] is is_secure
    assert app.config["SESSION_COOKIE_HTTPONLY"]
    assert app.config["SESSION_COOKIE_SAMESITE"] == "Lax"


@pytest.mark.parametrize(("hops", "seen"), [(0, "10.0.0.1"), (1, "203.0.113.9")])
def test_an_address_in_a_header_is_believed_from_a_trusted_proxy_alone(hops: int, seen: str) -> None:
    app = _app(TRUSTED_PROXIES=hops)
    app.add_url_rule("/who", "who", lambda: __import__("flask").request.remote_addr)
    headers = {"X-Forwarded-For": "203.0.113.9"}
    answer = app.test_client().get("/who", headers=headers, environ_base={"REMOTE_ADDR": "10.0.0.1"})
    assert answer.text == seen


def test_pictures_come_from_here_and_from_the_origins_an_operator_names() -> None:
    app = _app(IMAGE_ORIGINS=["https://cdn.example"])
    policy = app.test_client().get("/health").headers["Content-Security-Policy"]
    assert "img-src 'self' blob: https://cdn.example;" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("value", ["many", "500 600", "IDR=5", "-1"])
def test_an_amount_for_the_second_agent_that_is_none_stops_the_start(value: str) -> None:
    with pytest.raises(SettingsError, match="SHOP_HELP_SECOND_AGENT_ABOVE"):
        settings(SAFE | {"SHOP_HELP_SECOND_AGENT_ABOVE": value})


def test_without_one_it_is_500_and_what_that_is_in_rupiah() -> None:
    assert settings(SAFE)["SECOND_AGENT_ABOVE"] == "500 IDR=8000000"
    assert settings(SAFE | {"SHOP_HELP_SECOND_AGENT_ABOVE": "50"})["SECOND_AGENT_ABOVE"] == "50"


@pytest.mark.parametrize("name", ["SHOP_HELP_AUDIT_KEY", "SHOP_HELP_SECOND_FACTOR_KEY", "SHOP_HELP_TOOL_KEY"])
@pytest.mark.parametrize("value", ["1:short", "-1:" + "x" * 40, "main:" + "x" * 40])
def test_a_key_that_is_short_or_has_no_number_stops_the_start(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        settings(SAFE | {name: value})


def test_keys_of_the_audit_log_stand_beside_the_one_of_the_secret_key() -> None:
    secret, later = "s" * 40, "k" * 40
    known = _app(SECRET_KEY=secret).config
    assert set(known["AUDIT_KEYS"]) == {"0"}
    assert secret not in known["AUDIT_KEYS"]["0"]
    assert known["AUDIT_KEYS"] != known["SECOND_FACTOR_KEYS"]
    chosen = settings(SAFE | {"SHOP_HELP_AUDIT_KEY": f"2:{later} {secret}"})
    assert chosen["AUDIT_KEYS"] == {"2": later, "1": secret}


def test_addresses_in_the_audit_log_are_shortened_unless_said_otherwise() -> None:
    assert settings(SAFE)["AUDIT_ADDRESSES"] == "shortened"
    assert settings(SAFE | {"SHOP_HELP_AUDIT_ADDRESSES": "hashed"})["AUDIT_ADDRESSES"] == "hashed"
    with pytest.raises(SettingsError, match="SHOP_HELP_AUDIT_ADDRESSES"):
        settings(SAFE | {"SHOP_HELP_AUDIT_ADDRESSES": "none"})


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"SHOP_HELP_WORKERS": "2"}, "need Redis or Valkey between them: set SHOP_HELP_REDIS_URL"),
        ({"SHOP_HELP_WORKERS": "0"}, "ask for 1 or more"),
    ],
)
def test_workers_with_nothing_between_them_are_refused(told: dict[str, str], says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        refuse_unsafe(settings(SAFE | told))


def test_workers_with_redis_between_them_start_and_without_being_told_there_is_one() -> None:
    refuse_unsafe(settings(SAFE | {"SHOP_HELP_WORKERS": "2", "SHOP_HELP_REDIS_URL": "redis://127.0.0.1/0"}))
    assert settings(SAFE)["WORKERS"] == 1


def test_flask_serve_says_in_a_sentence_what_keeps_it_from_serving(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_HELP_DEMO", "1")
    monkeypatch.delenv("SHOP_HELP_REDIS_URL", raising=False)
    # What it sets itself ends with the test.
    monkeypatch.setenv("SHOP_HELP_WORKERS", "1")
    monkeypatch.setattr("os.execv", lambda *_: pytest.fail("it served"))
    refused = _app().test_cli_runner().invoke(args=["serve", "--workers", "2"])
    assert refused.exit_code == 1
    assert refused.stderr.startswith("Error: 2 workers need Redis or Valkey between them")


@pytest.mark.parametrize(("word", "runs"), [("", True), ("on", True), ("off", False), ("0", False)])
def test_the_clockwork_runs_in_the_server_unless_it_is_left_to_flask_work(word: str, runs: bool) -> None:
    assert settings({"SHOP_HELP_CLOCKWORK": word})["CLOCKWORK"] is runs
