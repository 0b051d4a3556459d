"""Profile: who one is, and the ways to one's things."""

from flask import current_app, render_template
from sqlalchemy import func, select

from shop_help import identity
from shop_help.buyers import door
from shop_help.extensions import db
from shop_help.models import Order
from shop_help.policy.orders import CHIPS


@door.get("/profile")
def profile() -> str:
    viewer = identity.current()
    counted = select(Order.state, func.count()).where(Order.buyer_id == viewer.person_id).group_by(Order.state)
    by_state = {row[0]: row[1] for row in db.session.execute(counted)}
    counts = {chip.slug: sum(by_state.get(state, 0) for state in chip.states) for chip in CHIPS}
    return render_template("buyers/profile.html", counts=counts, is_demo=current_app.config["DEMO"])
