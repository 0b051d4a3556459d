"""Who works in customer service, asked anew inside each act."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from shop_help.extensions import db
from shop_help.identity import Viewer, viewer_of
from shop_help.models import Person
from shop_help.models.person import works_as
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_work_on_cases

#: Who acts: the sign-in of somebody on a page, or None for a command of the operator.
By = str | None


def staff_at(by: By, may: Callable[[Viewer], bool]) -> Viewer | None:
    """Who acts, where they may; None for a command. Raises Refused for anybody else."""
    if by is None:
        return None
    viewer = viewer_of(by)
    if viewer is None:
        raise Refused("signed_out")
    if not may(viewer):
        raise Refused("forbidden")
    return viewer


@dataclass(frozen=True)
class Writer:
    """Who acts, None for a command; and the operator whose words they are, for somebody answers for them."""

    viewer: Viewer | None
    person_id: int


def writer_at(by: By, writer_id: int | None, may: Callable[[Viewer], bool]) -> Writer:
    """Who acts, where they may; of a command `writer_id` is the operator. Raises Refused for anybody else."""
    viewer = staff_at(by, may)
    if viewer is not None:
        return Writer(viewer, viewer.person_id)
    found = db.session.scalar(select(Person.id).where(Person.id == writer_id, Person.active, works_as("operator")))
    if found is None:
        raise Refused("forbidden")
    return Writer(None, found)


def agent_at(sign_in_id: str) -> Viewer:
    """The agent of a sign-in. Raises Refused for anybody else."""
    viewer = viewer_of(sign_in_id)
    if viewer is None:
        raise Refused("signed_out")
    if not may_work_on_cases(viewer):
        raise Refused("forbidden")
    return viewer
