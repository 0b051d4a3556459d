"""Words of a page by the class of their element, without a browser."""

import re
from html import unescape
from html.parser import HTMLParser

_VOID = {"img", "input", "br", "meta", "link", "use", "hr"}


class _Texts(HTMLParser):
    def __init__(self, wanted: str) -> None:
        super().__init__()
        self.wanted = wanted
        self.depth = 0
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        if self.depth:
            self.depth += 1
        elif self.wanted in (dict(attrs).get("class") or "").split():
            self.depth = 1
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        if self.depth and tag not in _VOID:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.found[-1] += data


def texts_of(page: str, class_name: str) -> list[str]:
    """What stands in each element of a class, spaces put right."""
    reader = _Texts(class_name)
    reader.feed(page)
    return [" ".join(text.split()) for text in reader.found]


def words_on(page: str) -> str:
    """All that a page says between its tags, spaces put right."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split()).replace(" .", ".")
