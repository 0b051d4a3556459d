"""The words of a claim are kept while they are typed, before anybody asks whether they are enough."""

from sqlalchemy import update

from shop_help import clock
from shop_help.actions.protection.drafting import own_draft
from shop_help.actions.protection.people import claimant
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import ClaimDraft
from shop_help.policy.messages import LONGEST_BODY


def keep_words(sign_in_id: str, draft_id: int, words: str) -> None:
    """Keeps what stands in the field just now, as far as there is room. Raises Refused for what isn't theirs."""
    with write_unit(db.session) as session:
        connection = session.connection()
        row = own_draft(connection, claimant(sign_in_id).person_id, draft_id)
        data = dict(row.data) | {"words": words.strip()[:LONGEST_BODY]}
        values = {"data": data, "updated_at": clock.now()}
        connection.execute(update(ClaimDraft).where(ClaimDraft.id == draft_id).values(values))
