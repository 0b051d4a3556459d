"""What belongs to a case, beside its talk."""

from typing import Any

from shop_help.agents.found import FoundCase


def panel_of(found: FoundCase) -> dict[str, Any]:
    """What agents/_panel.html shows."""
    return {}
