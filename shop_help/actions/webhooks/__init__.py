"""Webhooks out: endpoints that operators name, and a delivery for each happening that one of them wants."""

from shop_help.actions.handing_on import enter
from shop_help.actions.webhooks.delivering import deliver, deliver_all

enter(deliver, deliver_all)
