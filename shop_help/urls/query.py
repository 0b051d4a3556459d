"""What is asked of an address."""

from urllib.parse import quote_plus


def asking(path: str, **asked: str | int) -> str:
    """The address with what is asked of it; what is empty is left out."""
    query = "&".join(f"{name}={_quoted(str(value))}" for name, value in asked.items() if value)
    return f"{path}?{query}" if query else path


def _quoted(value: str) -> str:
    # Order numbers and names of questions, some forty on a page: the library would look at each letter of them.
    return value if value.isascii() and value.replace("-", "").isalnum() else quote_plus(value)
