"""What is asked of an address."""

from urllib.parse import urlencode


def asking(path: str, **asked: str | int) -> str:
    """The address with what is asked of it; what is empty is left out."""
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{path}?{query}" if query else path
