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
