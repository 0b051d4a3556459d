"""Commands of the operator: thin doors to the acts, like pages."""

from flask import Flask

from shop_help.cli import translations  # noqa: F401 - its commands hang themselves on two groups
from shop_help.cli.audit import audit
from shop_help.cli.backup import backup, restore
from shop_help.cli.brand import brand
from shop_help.cli.cases import cases
from shop_help.cli.check import check
from shop_help.cli.demo import cast, populate, seed
from shop_help.cli.faqs import faqs
from shop_help.cli.handoff import handoff
from shop_help.cli.hours import hours
from shop_help.cli.keys import keys
from shop_help.cli.labels import labels
from shop_help.cli.notify import notify, push
from shop_help.cli.orders import orders
from shop_help.cli.protection import protection
from shop_help.cli.refunds import refunds
from shop_help.cli.replies import replies
from shop_help.cli.retention import retention
from shop_help.cli.rights import rights
from shop_help.cli.rules import rules
from shop_help.cli.seller_faqs import seller_faqs
from shop_help.cli.serve import serve
from shop_help.cli.setup import setup
from shop_help.cli.staff import staff
from shop_help.cli.teams import teams
from shop_help.cli.verdicts import verdicts
from shop_help.cli.webhooks import webhooks
from shop_help.cli.work import work


def register(app: Flask) -> None:
    """Adds the commands to `flask`."""
    known = (seed, cast, populate, orders, faqs, cases, verdicts, protection, audit, staff, work, serve, check)
    for command in (
        *known,
        backup,
        seller_faqs,
        restore,
        rights,
        retention,
        setup,
        brand,
        keys,
        webhooks,
        handoff,
        notify,
        push,
        refunds,
        replies,
        labels,
        hours,
        rules,
        teams,
    ):
        app.cli.add_command(command)
