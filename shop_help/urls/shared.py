"""Addresses that belong to nobody's audience: signing in and out, and the way home."""


def sign_in() -> str:
    return "/sign-in"


def demo_sign_in() -> str:
    return "/sign-in/demo"


def sign_out() -> str:
    return "/sign-out"


def home() -> str:
    """Leads to the first page of whoever is signed in."""
    return "/home"


def photo(photo_id: str) -> str:
    """A photo of a conversation, for all who may read that."""
    return f"/photos/{photo_id}"


def small_photo(photo_id: str) -> str:
    """The same, as it stands in the conversation."""
    return f"/photos/{photo_id}/small"


def protection_card(protection_id: int) -> str:
    """A case of Buyer Protection, for whoever follows its card: leads each reader to their own page of it."""
    return f"/protections/{protection_id}"


def evidence(evidence_id: str) -> str:
    """A photo of a claim, for all who may see that."""
    return f"/evidence/{evidence_id}"


def small_evidence(evidence_id: str) -> str:
    """The same, small."""
    return f"/evidence/{evidence_id}/small"


def request_card(request_id: int) -> str:
    """An order request, for whoever follows its card: leads each reader to their own page of it."""
    return f"/requests/{request_id}"
