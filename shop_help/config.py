"""Settings, all from the environment, all starting with `SHOP_HELP_` (but the server's HOST and PORT)."""

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from shop_help.policy.audit import ADDRESSES
from shop_help.policy.protection_deciding import limits_of
from shop_help.telling_settings import fault_in, telling_settings

ROOT = Path(__file__).resolve().parent.parent

#: Known to everybody, so it may sign nothing outside a demo.
DEMO_SECRET = "a-demo-secret-that-is-refused-outside-the-demo"  # noqa: S105
DEMO_SALT = "a-demo-salt-that-is-refused-outside-the-demo"

SHORTEST_SECRET = 32

#: What SHOP_HELP_PAYMENTS_URL says where no payment system is told: operators pay, and mark it as done.
PAID_BY_HAND = "by-hand"

#: Where the client of Prometheus looks for the folder in which the workers of a server keep their counts. It looks
#: once, when it is imported: the server says it before it makes an application.
COUNTS = "PROMETHEUS_MULTIPROC_DIR"

#: In units of the currency; a currency whose unit is small has an amount of its own.
SECOND_AGENT_ABOVE = "500 IDR=8000000"


class SettingsError(RuntimeError):
    """A setting that would make the start unsafe or impossible, in a sentence for the operator."""


def settings(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Flask configuration from the environment. Raises SettingsError for what must not run."""
    demo = environ.get("SHOP_HELP_DEMO", "").lower() in {"1", "true", "yes", "on"}
    port = environ.get("PORT", "5000")
    database = environ.get("SHOP_HELP_DATABASE_URL") or f"sqlite:///{ROOT / 'instance' / 'shop_help.sqlite3'}"
    chosen: dict[str, Any] = {
        "DEMO": demo,
        "PHOTOS_DIR": _photos_dir(environ.get("SHOP_HELP_PHOTOS_DIR", "")),
        "SECRET_KEY": environ.get("SHOP_HELP_SECRET_KEY") or (DEMO_SECRET if demo else ""),
        "SECURITY_PASSWORD_SALT": environ.get("SHOP_HELP_PASSWORD_SALT") or (DEMO_SALT if demo else ""),
        "SQLALCHEMY_DATABASE_URI": database,
        "REDIS_URL": environ.get("SHOP_HELP_REDIS_URL") or None,
        "ORIGINS": _origins(environ.get("SHOP_HELP_ORIGINS", ""), port if demo else None),
        "IMAGE_ORIGINS": environ.get("SHOP_HELP_IMAGE_ORIGINS", "").split(),
        "PAYMENTS_URL": environ.get("SHOP_HELP_PAYMENTS_URL", "").strip(),
        "PAYMENTS_KEYS": named_keys(environ.get("SHOP_HELP_PAYMENTS_SECRET", "")),
        "SECOND_AGENT_ABOVE": _second_agent_above(environ.get("SHOP_HELP_SECOND_AGENT_ABOVE", "")),
        "SHOP_URL": environ.get("SHOP_HELP_SHOP_URL") or None,
        "MESSAGES_A_MINUTE": int(environ.get("SHOP_HELP_MESSAGES_A_MINUTE", "120")),
        "STAFF_IDLE_MINUTES": _count(environ, "SHOP_HELP_STAFF_IDLE_MINUTES", 120, "minutes", 1),
        "STAFF_SIGN_IN_HOURS": _count(environ, "SHOP_HELP_STAFF_SIGN_IN_HOURS", 14, "hours", 1),
        "IDLE_DAYS": _count(environ, "SHOP_HELP_IDLE_DAYS", 60, least=1),
        "SIGN_IN_DAYS": _count(environ, "SHOP_HELP_SIGN_IN_DAYS", 365, least=1),
        "KEEP_DAYS": int(environ.get("SHOP_HELP_KEEP_DAYS", "365")),
        "KEEP_SIGN_INS_DAYS": _count(environ, "SHOP_HELP_KEEP_SIGN_INS_DAYS", 90),
        "KEEP_DRAFTS_DAYS": _count(environ, "SHOP_HELP_KEEP_DRAFTS_DAYS", 90),
        "KEEP_WORDS_DAYS": _count(environ, "SHOP_HELP_KEEP_WORDS_DAYS", 365),
        "AUDIT_KEYS": _numbered_keys("SHOP_HELP_AUDIT_KEY", environ.get("SHOP_HELP_AUDIT_KEY", "")),
        "AUDIT_ADDRESSES": _audit_addresses(environ.get("SHOP_HELP_AUDIT_ADDRESSES", "")),
        "SECOND_FACTOR_KEYS": _numbered_keys(
            "SHOP_HELP_SECOND_FACTOR_KEY", environ.get("SHOP_HELP_SECOND_FACTOR_KEY", "")
        ),
        "WEBHOOK_KEYS": _numbered_keys("SHOP_HELP_WEBHOOK_KEY", environ.get("SHOP_HELP_WEBHOOK_KEY", "")),
        "WEBHOOKS_TO_PRIVATE": environ.get("SHOP_HELP_WEBHOOKS_TO_PRIVATE", "").lower() in {"1", "true", "yes", "on"},
        "TOOL_KEYS": _numbered_keys("SHOP_HELP_TOOL_KEY", environ.get("SHOP_HELP_TOOL_KEY", "")),
        "TOOL_CALLS_A_MINUTE": int(environ.get("SHOP_HELP_TOOL_CALLS_A_MINUTE", "600")),
        "TRUSTED_PROXIES": int(environ.get("SHOP_HELP_TRUSTED_PROXIES", "0")),
        "WORKERS": int(environ.get("SHOP_HELP_WORKERS") or "1"),
        "METRICS_HOST": environ.get("SHOP_HELP_METRICS_HOST") or "127.0.0.1",
        "METRICS_PORT": _metrics_port(environ.get("SHOP_HELP_METRICS_PORT") or "0", port),
        "POOL_SIZE": int(environ.get("SHOP_HELP_POOL_SIZE") or "5"),
        "POOL_OVERFLOW": int(environ.get("SHOP_HELP_POOL_OVERFLOW") or "10"),
        "CLOCKWORK": environ.get("SHOP_HELP_CLOCKWORK", "").lower() not in {"0", "false", "no", "off"},
    }
    return chosen | telling_settings(environ, demo, str(ROOT / "instance" / "mail"))


def _count(environ: Mapping[str, str], name: str, usual: int, unit: str = "days", least: int = 0) -> int:
    """How many days something is kept, or lasts; or hours, or minutes."""
    chosen = environ.get(name) or str(usual)
    if not chosen.isascii() or not chosen.isdigit() or len(chosen) > 5 or int(chosen) < least:
        raise SettingsError(f"{name} is a number of {unit}, such as {usual}.")
    return int(chosen)


def _second_agent_above(named: str) -> str:
    """Above which claims a second agent confirms a decision, in units of the currency."""
    chosen = named or SECOND_AGENT_ABOVE
    try:
        limits_of(chosen)
    except ValueError as error:
        raise SettingsError(f"SHOP_HELP_SECOND_AGENT_ABOVE: {error}.") from error
    return chosen


def _photos_dir(named: str) -> str:
    """Where photos are kept, which is nowhere that is served by its address."""
    chosen = Path(named).resolve() if named else ROOT / "instance" / "photos"
    if chosen.is_relative_to(ROOT / "static"):
        raise SettingsError("SHOP_HELP_PHOTOS_DIR is under static/, where everybody could read them: choose another.")
    return str(chosen)


def named_keys(listed: str) -> dict[str, str]:
    """Secrets by the names of their keys; one without a name is called main."""
    named = (each.rpartition(":") for each in listed.split())
    return {name or "main": secret for name, _, secret in named}


def _numbered_keys(name: str, listed: str) -> dict[str, str]:
    """Keys by their numbers, as in "1:secret 2:secret": the highest is used, the others still open what they made."""
    keys: dict[str, str] = {}
    for each in listed.split():
        number, _, key = each.rpartition(":")
        number = number or "1"
        if not number.isascii() or not number.isdigit() or len(key) < SHORTEST_SECRET:
            raise SettingsError(f"{name}: write 1: with {SHORTEST_SECRET} or more random characters behind it.")
        keys[str(int(number))] = key
    return keys


def _audit_addresses(chosen: str) -> str:
    if (chosen or ADDRESSES[0]) not in ADDRESSES:
        raise SettingsError(f"SHOP_HELP_AUDIT_ADDRESSES is one of {', '.join(ADDRESSES)}.")
    return chosen or ADDRESSES[0]


def _metrics_port(chosen: str, port: str) -> int:
    """Where metrics are told, which is nowhere that a proxy in front leads to; 0 is nowhere at all."""
    if not chosen.isascii() or not chosen.isdigit() or int(chosen) > 65535 or chosen == port != "0":
        raise SettingsError("SHOP_HELP_METRICS_PORT is a port of its own, other than PORT: 9100, say.")
    return int(chosen)


def _origins(listed: str, demo_port: str | None) -> list[str]:
    """The exact origins that may open a socket; in the demo, this machine's own names too."""
    origins = listed.replace(",", " ").split()
    if demo_port is not None:
        origins += [f"http://{host}:{demo_port}" for host in ("127.0.0.1", "localhost", "[::1]")]
    return list(dict.fromkeys(origins))


def serves() -> bool:
    """Is this process for pages, rather than for a command such as `flask db upgrade`?"""
    return os.environ.get("FLASK_RUN_FROM_CLI") != "true" or "run" in sys.argv[1:2]


def refuse_unsafe(config: Mapping[str, Any]) -> None:
    """Outside demo and tests: no default secret, no debugger, no origin without TLS, somebody who pays refunds.

    Raises SettingsError for the first of them.
    """
    for fault in unsafe(config):
        raise SettingsError(fault)


def unsafe(config: Mapping[str, Any]) -> Iterator[str]:
    """All that keeps a server from starting, in sentences."""
    yield from _lonely_workers(config)
    yield from _unsafe_payments(config)
    if fault := fault_in(config, bool(config.get("DEMO") or config.get("TESTING"))):
        yield fault
    if not (config.get("DEMO") or config.get("TESTING")):
        yield from _unsafe_in_earnest(config)


def _unsafe_in_earnest(config: Mapping[str, Any]) -> Iterator[str]:
    if config.get("DEBUG"):
        yield "The debugger is for the demo: unset FLASK_DEBUG, or set SHOP_HELP_DEMO=1."
    for key, name in (
        ("SECRET_KEY", "SHOP_HELP_SECRET_KEY"),
        ("SECURITY_PASSWORD_SALT", "SHOP_HELP_PASSWORD_SALT"),
    ):
        if len(config.get(key) or "") < SHORTEST_SECRET or config[key] in (DEMO_SECRET, DEMO_SALT):
            yield f"Set {name} to {SHORTEST_SECRET} or more random characters."
    if not config.get("ORIGINS"):
        yield "Set SHOP_HELP_ORIGINS to the address people open: https://help.example."
    for origin in config.get("ORIGINS") or ():
        if urlsplit(origin).scheme != "https":
            yield f"SHOP_HELP_ORIGINS holds {origin}: outside the demo, only https:// will do."


def _lonely_workers(config: Mapping[str, Any]) -> Iterator[str]:
    """Several processes need something between them: else a message reaches the browsers of one of them alone."""
    workers = config.get("WORKERS", 1)
    if workers < 1:
        yield f"{workers} workers serve nobody: ask for 1 or more."
    if workers > 1 and not config.get("REDIS_URL"):
        yield f"{workers} workers need Redis or Valkey between them: set SHOP_HELP_REDIS_URL, or start one worker."


def _unsafe_payments(config: Mapping[str, Any]) -> Iterator[str]:
    """Refunds are promised to buyers: outside the demo the operator says who pays them. No secret is ever short."""
    address, is_demo = config.get("PAYMENTS_URL") or "", config.get("DEMO") or config.get("TESTING")
    if address == PAID_BY_HAND or (is_demo and not address):
        return
    told = urlsplit(address)
    if not told.hostname or told.scheme not in (("http", "https") if is_demo else ("https",)):
        yield (
            "Set SHOP_HELP_PAYMENTS_URL to the https:// address of the payment system that refunds go to, "
            f"or to {PAID_BY_HAND} where operators pay them."
        )
        return
    secrets = config.get("PAYMENTS_KEYS") or {"main": ""}
    if any(len(secret.encode()) < SHORTEST_SECRET for secret in secrets.values()):
        yield f"Set SHOP_HELP_PAYMENTS_SECRET to {SHORTEST_SECRET} or more random signs, the same here and there."
