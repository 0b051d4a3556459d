"""What stands around an agent's composer: replies to insert, the kept draft, and why words were held back."""

from types import SimpleNamespace
from typing import Any

from flask import redirect, request
from sqlalchemy import select
from werkzeug.wrappers import Response

from shop_help import clock, identity, urls
from shop_help.actions.reply_drafts import keep_draft, let_read_on
from shop_help.agents.found import FoundCase
from shop_help.agents.inserts import inserts_for
from shop_help.extensions import db
from shop_help.models import Case
from shop_help.models.case_viewers import TYPES_FOR, colleagues_at
from shop_help.models.reply_drafts import count_newer, draft_of
from shop_help.models.shown_orders import ShownOrder
from shop_help.policy.support import AFTER_REPLY, AFTER_REPLY_WORDS
from shop_help.speech import gettext as _


def composer_of(found: FoundCase, order: ShownOrder | None, show: str, state: str) -> dict[str, Any]:
    """What agents/_reply.html shows; `show` and `state` say which list stands beside it."""
    replies = inserts_for(order, found.row.buyer_name)
    chosen = next((each for each in replies if each.id == request.args.get("reply", type=int)), None)
    kept = kept_words(found)
    then = chosen.then if chosen else request.args.get("then", "")
    since = request.args.get("since", type=int)
    return {
        "replies": replies,
        "reply_address": lambda reply: urls.agent_case(found.id, show, state, reply),
        "begin": urls.agent_new_reply(),
        "kept": kept,
        "draft": "\n".join(filter(None, (kept, chosen.body if chosen else ""))),
        "ends": [(end, _(words)) for end, words in AFTER_REPLY_WORDS.items()],
        "then": then if then in AFTER_REPLY else AFTER_REPLY[0],
        "since": since,
        "held": None if since is None else held_of(found, since),
        **presence_of(found),
    }


def kept_words(found: FoundCase) -> str:
    """What this agent has begun to write there."""
    draft = draft_of(found.viewer.person_id, found.row.conversation_id)
    return draft.body if draft else ""


def held_of(found: FoundCase, since: int) -> Any:
    """What came while they wrote."""
    return SimpleNamespace(count=count_newer(found.row.conversation_id, since, found.viewer.person_id))


def presence_of(found: FoundCase) -> dict[str, Any]:
    """What agents/_presence.html shows."""
    return {
        "colleagues": colleagues_at(found.id, found.viewer.person_id, clock.now()),
        # A moment later, so that it has stopped by then.
        "typing_stops": int(TYPES_FOR.total_seconds() * 1000) + 200,
    }


def held_back(conversation_id: int) -> Response:
    """Without scripts, words that are stale: the case once more, what came meanwhile, and they in its composer."""
    sign_in_id, form = identity.current().sign_in_id, request.form
    case_id = db.session.scalars(select(Case.id).where(Case.conversation_id == conversation_id)).one()
    seen = max(0, form.get("seen", 0, type=int))
    keep_draft(sign_in_id, case_id, form.get("body", ""), seen)
    let_read_on(sign_in_id, case_id)
    address = urls.agent_case(case_id, since=seen, then=form.get("then", ""))
    return redirect(f"{address}#message-{seen + 1}", 303)
