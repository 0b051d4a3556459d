"""What operators do with a refund that doesn't go through by itself: try it again, or mark it as paid by hand."""

from sqlalchemy import update

from shop_help import audit
from shop_help.actions.refunds.ledger import tell
from shop_help.actions.refunds.settling import refund_unit, settle_in
from shop_help.actions.staff import By, writer_at
from shop_help.models import Refund
from shop_help.payments import BY_HAND, adapter_in_use
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_run_refunds
from shop_help.policy.refund_states import Told, may_mark_done, may_try_again, note_fault


def try_again(by: By, refund_id: int, writer_id: int | None = None) -> None:
    """Sends it once more, with the same key. Raises Refused("refund_settled") where there is nothing to try.

    `writer_id`, here and below: of a command, the operator who answers for it.
    """
    with refund_unit(refund_id) as work:
        writer, in_use = writer_at(by, writer_id, may_run_refunds), adapter_in_use()
        if not may_try_again(work.row.state, work.row.adapter, in_use):
            raise Refused("refund_settled")
        values = {
            "state": "pending",
            "adapter": in_use,
            "attempt": work.row.attempt + (work.row.state == "failed"),
            "tries": 0,
            "trying_since": work.now,
            "next_try_at": None if in_use == BY_HAND else work.now,
            "taken_at": None,
            "settled_at": None,
            "failure_code": "",
        }
        unchanged = (Refund.id == refund_id, Refund.state == work.row.state)
        work.connection.execute(update(Refund).where(*unchanged).values(values))
        data = {"refund": refund_id, "request": work.row.request_id, "attempt": values["attempt"]}
        who = {"voice": "OPERATOR", "person_id": writer.person_id}
        tell(work.connection, work.order, "refund.tried_again", data, work.now, **who)
        audit.note(
            "refund.tried_again", f"refund {refund_id}", writer.viewer, before={"state": work.row.state}, after=data
        )


def mark_done(by: By, refund_id: int, note: str, writer_id: int | None = None) -> None:
    """Paid by hand, and the note says how. Raises Faulty without one, Refused where it may still be on its way."""
    fault = note_fault(note)
    if fault:
        raise Faulty({"note": fault})
    with refund_unit(refund_id) as work:
        writer = writer_at(by, writer_id, may_run_refunds)
        row = work.row
        if not may_mark_done(row.state, row.adapter, adapter_in_use(), row.trying_since, work.now):
            raise Refused("refund_settled")
        settle_in(work, Told("done"), writer.person_id, note.strip())
        told = {"state": "done", "amount": row.amount, "currency": row.currency}
        audit.note(
            "refund.marked_paid", f"refund {refund_id}", writer.viewer, note.strip(), {"state": row.state}, told
        )
