"""The forms that people are shown, read from the pages themselves: what a browser would send, and where one types."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from tests.attacks.ground import Ground
from tests.gates import GATES, IN

#: Who is shown forms, one of each audience.
PEOPLE = ("ana", "sol", "gus", "noor")
#: Kinds of fields that one types words into.
TYPED = frozenset({"text", "search", "tel", "textarea"})


@dataclass
class Field:
    """A field as it stands in a page."""

    name: str
    kind: str
    value: str = ""
    #: The most letters that the browser takes; 0 where it doesn't say.
    longest: int = 0
    is_needed: bool = False
    #: Of a radio button or a checkbox.
    is_chosen: bool = True


@dataclass
class Form:
    """A form of a page, as one of its buttons sends it."""

    who: str
    page: str
    action: str
    endpoint: str = ""
    fields: list[Field] = field(default_factory=list)
    button: tuple[str, str] = ("", "")

    @property
    def texts(self) -> list[Field]:
        return [each for each in self.fields if each.kind in TYPED]

    @property
    def key(self) -> tuple[Any, ...]:
        """The same form on another page, or of another thing, has the same."""
        return self.who, self.endpoint, self.button, tuple(sorted({each.name for each in self.fields}))

    def filled(self) -> dict[str, Any]:
        """What a browser would send: what stands there, one of each choice, and a word where one is needed."""
        sent: dict[str, Any] = {}
        for each in self.fields:
            if each.kind in ("radio", "checkbox") and not each.is_chosen:
                continue
            value = each.value or ("A word" if each.is_needed and each.kind in TYPED else "")
            sent[each.name] = [*sent.get(each.name, []), value]
        for each in self.fields:
            if each.kind == "radio" or (each.kind == "checkbox" and each.name == "line"):
                sent.setdefault(each.name, [each.value])
        return sent | ({self.button[0]: self.button[1]} if self.button[0] else {})


class _Reader(HTMLParser):
    """Reads forms that post; fields outside of one name it by `form`."""

    def __init__(self, content: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[tuple[dict[str, str], list[Field], list[dict[str, str]]]] = []
        self._by_id: dict[str, int] = {}
        self._named: list[tuple[str, Field | dict[str, str]]] = []
        self._inside: int | None = None
        self._text: Field | None = None
        self._select: Field | None = None
        self.links: list[str] = []
        self.feed(content)
        for name, part in self._named:
            if name in self._by_id:
                self.forms[self._by_id[name]][1 if isinstance(part, Field) else 2].append(part)  # type: ignore[arg-type]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in has:
            self.links.append(has["href"])
        elif tag == "form":
            self._inside = len(self.forms)
            self.forms.append((has, [], []))
            self._by_id[has.get("id", "")] = self._inside
        elif tag == "option" and self._select is not None:
            if "selected" in has or not self._select.value:
                self._select.value = has.get("value", "")
        elif tag in ("input", "textarea", "select") and has.get("name") and "disabled" not in has:
            self._add(has, self._field(tag, has))
        elif tag == "button" and has.get("type", "submit") == "submit":
            self._add(has, has)

    def _field(self, tag: str, has: dict[str, str]) -> Field:
        kind = has.get("type", "text") if tag == "input" else tag
        longest = int(has["maxlength"]) if has.get("maxlength", "").isdigit() else 0
        found = Field(has["name"], kind, has.get("value", ""), longest, "required" in has)
        if kind in ("radio", "checkbox"):
            found.is_chosen, found.value = "checked" in has, has.get("value", "on")
        self._text = found if tag == "textarea" else None
        self._select = found if tag == "select" else None
        return found

    def _add(self, has: dict[str, str], part: Field | dict[str, str]) -> None:
        if "form" in has:
            self._named.append((has["form"], part))
        elif self._inside is not None:
            self.forms[self._inside][1 if isinstance(part, Field) else 2].append(part)  # type: ignore[arg-type]

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = None
        elif tag == "textarea":
            self._text = None
        elif tag == "select":
            self._select = None


def forms_of(who: str, page: str, content: str) -> Iterator[Form]:
    """Each form of a page that posts, once for each of its buttons."""
    for has, fields, buttons in _Reader(content).forms:
        if has.get("method", "").lower() != "post":
            continue
        for button in buttons or [{}]:
            action = button.get("formaction") or has.get("action") or page
            named = (button.get("name", ""), button.get("value", ""))
            yield Form(who, page, action, fields=[f for f in fields if f.kind not in ("file", "submit")], button=named)


def found_forms(ground: Ground, each: int = 1) -> list[Form]:
    """All forms that are found, one of each kind: on the pages of the gates, and `each` times on what they link to."""
    routes, found = ground.app.url_map.bind("localhost"), dict[tuple[Any, ...], Form]()
    for who in PEOPLE:
        seen: Counter[str] = Counter()
        waiting = [ground.address(e) for (m, e), gate in sorted(GATES.items()) if m == "GET" and gate.answers[who] == IN]
        known = set(waiting)
        while waiting:
            page = waiting.pop(0)
            answer = ground.ask(who, "GET", page)
            if answer.mimetype != "text/html" or answer.status_code != 200:
                continue
            for form in forms_of(who, page, answer.text):
                form.endpoint = endpoint_of(routes, "POST", form.action)
                found.setdefault(form.key, form)
            for link in _Reader(answer.text).links:
                led = endpoint_of(routes, "GET", link)
                # Another step of the same is another page.
                kind = f"{led} {re.sub(r'[0-9]+', '', urlsplit(link).path)}"
                if led and led not in NOT_FOLLOWED and link not in known and seen[kind] < each:
                    seen[kind] += 1
                    known.add(link)
                    waiting.append(link)
    ground.put_back()
    return list(found.values())


#: Files, and what changes nothing but where one looks.
NOT_FOLLOWED = frozenset({"asset", "entrance.styleguide", "operators.order_verdicts"})


def endpoint_of(routes: MapAdapter, method: str, address: str) -> str:
    """Which route this is, or none of ours."""
    parts = urlsplit(address)
    if parts.netloc or not parts.path.startswith("/"):
        return ""
    try:
        return str(routes.match(parts.path, method=method)[0])
    except HTTPException:
        return ""


def query_of(address: str) -> dict[str, str]:
    """What stands behind the question mark."""
    return dict(parse_qsl(urlsplit(address).query))
