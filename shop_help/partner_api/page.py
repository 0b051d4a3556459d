"""What of that API there is here, for whoever writes a tool; and pictures that tools sent ahead."""

from uuid import UUID

from flask import Response, abort, render_template

from shop_help import identity
from shop_help.darkroom import MEDIA_TYPE
from shop_help.extensions import db
from shop_help.models import ToolImage
from shop_help.origins import origin
from shop_help.partner_api import door
from shop_help.policy.partner_events import EVENTS
from shop_help.policy.partner_operations import AREAS, OPERATIONS, STATES
from shop_help.policy.permissions import may_run_shop


@door.get("/partner-api")
def operations() -> str:
    """Every operation, and whether it is here."""
    listed = [(words, [each for each in OPERATIONS if each.area == area]) for area, words in AREAS.items()]
    base = origin()
    return render_template("partner_api/operations.html", listed=listed, states=STATES, base=base, events=EVENTS)


@door.get("/partner-api/images/<uuid:image_id>")
def image(image_id: UUID) -> Response:
    """For people of the shop that it was sent for; nobody else has it."""
    viewer, found = identity.viewer(), db.session.get(ToolImage, str(image_id))
    if viewer is None or found is None or not may_run_shop(viewer, found.shop_id):
        abort(404)
    return Response(found.content, mimetype=MEDIA_TYPE, headers={"Cache-Control": "private, no-store"})
