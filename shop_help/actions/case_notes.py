"""What agents tell each other of a case. Said aloud to agents alone: no other road has a trace of it."""

from sqlalchemy import select

from shop_help import clock
from shop_help.actions.case_unit import CaseWork, reader_of
from shop_help.announcements.cases import staff_panel_changed
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import viewer_of
from shop_help.models import CaseNote
from shop_help.models.case_log import locked_case, turn_of
from shop_help.policy.faults import Fault, Faulty
from shop_help.policy.messages import Refused, is_client_id
from shop_help.policy.wording import N_

LONGEST_NOTE = 4000


def add_note(sign_in_id: str, case_id: int, client_id: str, body: str) -> None:
    """An agent who reads the case writes a note; the same form sent twice is one note. Raises Faulty, Refused."""
    if not is_client_id(client_id):
        raise Refused("bad_request")
    if not body:
        raise Faulty({"note": Fault(N_("Write something first."))})
    if len(body) > LONGEST_NOTE:
        raise Faulty({"note": Fault(N_("At most %(longest)s characters."), {"longest": LONGEST_NOTE})})
    with write_unit(db.session) as session:
        viewer = viewer_of(sign_in_id)
        if viewer is None:
            raise Refused("signed_out")
        row = locked_case(session.connection(), case_id)
        if row is None:
            raise Refused("forbidden")
        author = reader_of(CaseWork(session.connection(), row, turn_of(row), clock.now(), viewer))
        known = session.scalar(select(CaseNote).where(CaseNote.client_id == client_id))
        if known is not None:
            _refuse_other(known, case_id, author.person_id, body)
            return
        session.add(
            CaseNote(
                case_id=case_id,
                person_id=author.person_id,
                client_id=client_id,
                body=body,
                after_seq=row.last_seq,
            )
        )
        conversation_id = row.conversation_id
    staff_panel_changed(conversation_id)


def _refuse_other(known: CaseNote, case_id: int, person_id: int, body: str) -> None:
    """The same name for another note is a mistake of the form."""
    if (known.case_id, known.person_id, known.body) != (case_id, person_id, body):
        raise Refused("client_id_reused")
