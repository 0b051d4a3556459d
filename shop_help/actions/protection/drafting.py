"""A claim is written step by step and kept on the server: closed on one phone, it goes on on another."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from shop_help import clock, photo_files
from shop_help.actions.order_requests.asking import NotEligible
from shop_help.actions.protection.judging import judged, line_classes, quoted
from shop_help.actions.protection.people import claimant
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import ClaimDraft, Evidence, Order
from shop_help.models.claim_facts import count_photos, count_photos_before
from shop_help.models.shown_orders import ShownOrder, shown_order
from shop_help.policy.claims import FIELDS, STEPS, ClaimFacts, claim_faults, next_step, step_faults
from shop_help.policy.faults import refuse_faulty
from shop_help.policy.messages import Refused, is_client_id
from shop_help.policy.request_forms import Faults


@dataclass(frozen=True)
class Draft:
    """A claim as it is kept: the step that comes next, and what was filled in."""

    id: int
    order_id: int
    client_id: str
    step: str
    data: Mapping[str, Any]
    #: Changes with everything that is changed of it. What is sent names the one that was read.
    mark: str


def begin(sign_in_id: str, order_id: int, client_id: str, line_ids: Collection[int] = ()) -> Draft:
    """The claim that this buyer writes about an order: the one there is, or a new one.

    Raises Refused for what isn't theirs, NotEligible where Buyer Protection covers nothing of it, or not these items.
    """
    if not is_client_id(client_id):
        raise Refused("bad_request")
    try:
        return _begin(sign_in_id, order_id, client_id, line_ids)
    except IntegrityError:
        # Two taps at once: the other one made it.
        return _begin(sign_in_id, order_id, client_id, line_ids)


def _begin(sign_in_id: str, order_id: int, client_id: str, line_ids: Collection[int]) -> Draft:
    with write_unit(db.session) as session:
        connection, buyer_id = session.connection(), claimant(sign_in_id).person_id
        if session.scalar(Order.of(buyer_id).where(Order.id == order_id)) is None:
            raise Refused("forbidden")
        of_order = (ClaimDraft.buyer_id == buyer_id, ClaimDraft.order_id == order_id)
        known = connection.execute(_DRAFT.where(*of_order)).one_or_none()
        if known is not None:
            return _as_draft(connection, known)
        chosen = _covered_or_refuse(shown_order(order_id), line_ids)
        now = clock.now()
        values = {"buyer_id": buyer_id, "order_id": order_id, "client_id": client_id, "begun_at": now}
        data = {"lines": chosen} if chosen else {}
        values |= {"updated_at": now, "data": data, "step": "reason" if chosen else "items"}
        connection.execute(insert(ClaimDraft), values)
        return _as_draft(connection, connection.execute(_DRAFT.where(*of_order)).one())


def _covered_or_refuse(order: ShownOrder, line_ids: Collection[int]) -> list[int]:
    """These lines, where they are covered. Raises NotEligible where they aren't, or where nothing of the order is."""
    verdicts = {line.id: judged(order, [line.id]) for line in order.lines}
    wanted = [line.id for line in order.lines if line.id in line_ids]
    if len(wanted) != len(set(line_ids)):
        raise Refused("forbidden")
    refused = [verdicts[line] for line in wanted if not verdicts[line].eligible]
    if refused:
        raise NotEligible(refused[0])
    if not any(verdict.eligible for verdict in verdicts.values()):
        raise NotEligible(next(iter(verdicts.values())))
    return wanted


def keep_step(sign_in_id: str, draft_id: int, step: str, filled: Mapping[str, Any]) -> Draft:
    """Keeps one step, as it was filled in. Of two devices each keeps its own steps; of one step the last one counts.

    Raises Faulty where the step has to be put right (nothing is kept then), Refused for what isn't theirs.
    """
    if step not in FIELDS:
        raise Refused("bad_request")
    with write_unit(db.session) as session:
        connection = session.connection()
        row = own_draft(connection, claimant(sign_in_id).person_id, draft_id)
        data = dict(row.data) | {name: _clean(filled.get(name)) for name in FIELDS[step]}
        refuse_faulty(step_faults(step, data, facts_of(connection, row, data)))
        following = max(row.step, next_step(step), key=STEPS.index)
        values = {"data": data, "step": following, "updated_at": clock.now()}
        connection.execute(update(ClaimDraft).where(ClaimDraft.id == draft_id).values(values))
        return _as_draft(connection, own_draft(connection, row.buyer_id, draft_id))


def _clean(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def drop(sign_in_id: str, draft_id: int) -> None:
    """Throws a claim away that was not sent, with its photos."""
    with write_unit(db.session) as session:
        connection = session.connection()
        row = own_draft(connection, claimant(sign_in_id).person_id, draft_id)
        names = list(connection.execute(select(Evidence.file_name).where(Evidence.draft_id == row.id)).scalars())
        connection.execute(delete(Evidence).where(Evidence.draft_id == row.id))
        connection.execute(delete(ClaimDraft).where(ClaimDraft.id == row.id))
    for name in names:
        photo_files.remove(name)


def read(sign_in_id: str, draft_id: int) -> tuple[Draft, dict[str, Faults]]:
    """A claim as it is kept, and the steps that are still to be filled in or put right: {step: faults}."""
    connection = db.session.connection()
    row = own_draft(connection, claimant(sign_in_id).person_id, draft_id, lock=False)
    wrong = claim_faults(row.data, facts_of(connection, row, row.data))
    return _as_draft(connection, row), wrong


_DRAFT: Any = select(*ClaimDraft.__table__.columns)


def own_draft(connection: Connection, buyer_id: int, draft_id: int, lock: bool = True) -> Any:
    """A buyer's own claim, locked where it is to be changed. Raises Refused("draft_gone") where there is none."""
    wanted = _DRAFT.where(ClaimDraft.id == draft_id, ClaimDraft.buyer_id == buyer_id)
    found = connection.execute(wanted.with_for_update() if lock else wanted).one_or_none()
    if found is None:
        raise Refused("draft_gone")
    return found


def facts_of(connection: Connection, row: Any, data: Mapping[str, Any]) -> ClaimFacts:
    """What decides whether the steps of a claim are filled in well, as it is now."""
    order = shown_order(row.order_id)
    covered = frozenset(line.id for line in order.lines if judged(order, [line.id]).eligible)
    lines = _lines_in(data)
    chosen = [line for line in order.lines if line.id in lines]
    classes, delivered = line_classes(order, [line.id for line in chosen])
    most = quoted(connection, order.id, [line.id for line in chosen]).total
    photos, before = count_photos(connection, row.id), count_photos_before(connection, lines)
    return ClaimFacts(covered, classes, delivered, most, photos, before)


def _lines_in(data: Mapping[str, Any]) -> list[int]:
    lines = data.get("lines")
    return [line for line in lines if type(line) is int] if isinstance(lines, list) else []


def _as_draft(connection: Connection, row: Any) -> Draft:
    photos = connection.execute(select(Evidence.id).where(Evidence.draft_id == row.id).order_by(Evidence.id))
    return Draft(row.id, row.order_id, row.client_id, row.step, row.data, mark_of(row.data, list(photos.scalars())))


def mark_of(data: Mapping[str, Any], photo_ids: Sequence[str]) -> str:
    """A short name for exactly this content."""
    return sha256(json.dumps([data, list(photo_ids)], sort_keys=True).encode()).hexdigest()[:16]
