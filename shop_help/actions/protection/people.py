"""Who acts on a Buyer Protection case: its buyer, the shop's people, an agent. Everybody else finds nothing there."""

from shop_help.actions.protection.work import ProtectionWork
from shop_help.identity import Viewer, viewer_of
from shop_help.models.protection_log import makers_of
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_contact, may_hold_case, may_run_shop
from shop_help.policy.protection_rights import may_decide


def claimant(sign_in_id: str) -> Viewer:
    """Somebody who may claim at all: a buyer who is 18, on this day in their market. Raises Refused."""
    viewer = viewer_of(sign_in_id)
    if viewer is None:
        raise Refused("signed_out")
    if not may_contact(viewer):
        raise Refused("forbidden")
    return viewer


def buyer_of(work: ProtectionWork) -> Viewer:
    """Whose case it is. Raises Refused for anybody else."""
    if work.viewer is None or work.viewer.person_id != work.row.buyer_id or not may_contact(work.viewer):
        raise Refused("forbidden")
    return work.viewer


def seller_of(work: ProtectionWork) -> Viewer:
    """Somebody of the shop that it is about. Raises Refused for anybody else."""
    if work.viewer is None or not may_run_shop(work.viewer, work.row.shop_id):
        raise Refused("forbidden")
    return work.viewer


def side_of(work: ProtectionWork) -> tuple[str, Viewer]:
    """BUYER or SHOP, and who it is. Raises Refused for anybody else."""
    if work.viewer is not None and work.viewer.person_id == work.row.buyer_id:
        return "BUYER", buyer_of(work)
    return "SHOP", seller_of(work)


def decider_of(work: ProtectionWork) -> Viewer:
    """The agent who decides: who holds the talk, or takes it up by this. Raises Refused: forbidden for who is none,
    stale where a colleague holds it, same_agent for who made the decision that was appealed."""
    viewer = work.viewer
    if viewer is None or "agent" not in viewer.roles or viewer.person_id == work.row.buyer_id:
        raise Refused("forbidden")
    if not may_hold_case(viewer, work.case.facts):
        raise Refused("stale")
    made_before = makers_of(work.connection, work.row.id)
    if not may_decide(viewer, work.case.facts, work.row.shop_id, made_before):
        raise Refused("same_agent" if viewer.person_id in made_before else "forbidden")
    work.take_up(viewer)
    return viewer
