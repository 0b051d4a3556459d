"""What is in the house: how many of each thing, and what came in last."""

from flask import render_template
from sqlalchemy import func, select

from shop_help.extensions import db
from shop_help.models import Conversation, LogEntry, Order, Person, Shop
from shop_help.operators import door
from shop_help.speech import gettext as _


@door.get("/")
def home() -> str:
    things = ((_("People"), Person), (_("Shops"), Shop), (_("Orders"), Order), (_("Conversations"), Conversation))
    counts = [(word, db.session.scalar(select(func.count()).select_from(model)) or 0) for word, model in things]
    newest = db.session.scalars(select(LogEntry).order_by(LogEntry.id.desc()).limit(20)).all()
    return render_template("operators/home.html", counts=counts, entries=newest)
