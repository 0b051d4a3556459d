"""The settings of mails and pushes."""

from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any

from py_vapid import Vapid02

from shop_help.mailing.smtp import server_at

#: Whom the demo's mails come from, which never leave.
DEMO_SENDER = "Shop Help <help@shop-help.example>"


def telling_settings(environ: Mapping[str, str], demo: bool, mail_dir: str) -> dict[str, Any]:
    """What the environment says of them. `mail_dir`: where the demo's mails are files, if it doesn't say."""
    return {
        "MAIL_URL": environ.get("SHOP_HELP_MAIL_URL", "").strip(),
        "MAIL_FROM": environ.get("SHOP_HELP_MAIL_FROM", "").strip() or (DEMO_SENDER if demo else ""),
        "MAIL_DIR": environ.get("SHOP_HELP_MAIL_DIR") or mail_dir,
        "PUSH_KEY": environ.get("SHOP_HELP_PUSH_KEY", "").strip(),
        "PUSH_KEYS": {},
        "PUSH_CONTACT": environ.get("SHOP_HELP_PUSH_CONTACT", "").strip(),
    }


def fault_in(config: Mapping[str, Any], is_demo: bool) -> str:
    """What must not run, in a sentence for the operator; empty for nothing."""
    return _of_mail(config, is_demo) or _of_push(config)


def _of_mail(config: Mapping[str, Any], is_demo: bool) -> str:
    if not config.get("MAIL_URL"):
        return ""
    try:
        server = server_at(config["MAIL_URL"])
    except ValueError as error:
        return f"SHOP_HELP_MAIL_URL: {error}."
    if server.password and server.way == "plain" and not is_demo:
        return "SHOP_HELP_MAIL_URL would send a password that everybody on the way can read: add ?starttls."
    if "@" not in parseaddr(config.get("MAIL_FROM") or "")[1]:
        return "Set SHOP_HELP_MAIL_FROM to whom mails come from: Shop Help <help@example.com>."
    return ""


def _of_push(config: Mapping[str, Any]) -> str:
    contact = config.get("PUSH_CONTACT") or "mailto:a@example.com"
    if not contact.startswith(("mailto:", "https://")):
        return "SHOP_HELP_PUSH_CONTACT is mailto:… or https://…: push services write there when something is wrong."
    try:
        if config.get("PUSH_KEY"):
            Vapid02.from_raw(config["PUSH_KEY"].encode())
    except ValueError:
        return "SHOP_HELP_PUSH_KEY is no key: “flask push keys” makes one."
    return ""
