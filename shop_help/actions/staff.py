"""Who works in customer service, asked anew inside each act."""

from shop_help.identity import Viewer, viewer_of
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_work_on_cases


def agent_at(sign_in_id: str) -> Viewer:
    """The agent of a sign-in. Raises Refused for anybody else."""
    viewer = viewer_of(sign_in_id)
    if viewer is None:
        raise Refused("signed_out")
    if not may_work_on_cases(viewer):
        raise Refused("forbidden")
    return viewer
