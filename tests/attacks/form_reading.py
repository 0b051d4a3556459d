"""A page's forms as they stand in its HTML: what a browser would send, and where one types."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

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
    #: What one types into it goes by digits: an amount, a number.
    is_number: bool = False
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
        """Where one types; of many that differ by a number alone, such as the days of a week, the first."""
        by_kind = {re.sub(r"[0-9]+", "", each.name): each for each in reversed(self.fields) if each.kind in TYPED}
        return list(by_kind.values())

    @property
    def key(self) -> tuple[Any, ...]:
        """The same form on another page, or of another thing, has the same; by whatever number that goes."""
        button = self.button[0], re.sub(r"[0-9]+", "", self.button[1])
        return self.who, self.endpoint, button, tuple(sorted({each.name for each in self.fields}))

    def filled(self) -> dict[str, Any]:
        """What a browser would send: what stands there, one of each choice, and a word where one is needed."""
        sent: dict[str, Any] = {}
        for each in self.fields:
            if each.kind in ("radio", "checkbox") and not each.is_chosen:
                continue
            value = each.value or (("1" if each.is_number else "A word") if each.is_needed else "")
            sent[each.name] = [*sent.get(each.name, []), value]
        for each in self.fields:
            if each.kind == "radio" or (each.kind == "checkbox" and each.name == "line"):
                sent.setdefault(each.name, [each.value])
        return sent | ({self.button[0]: self.button[1]} if self.button[0] else {})


class FormReader(HTMLParser):
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
                self._put(self._by_id[name], part)

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
        found.is_number = kind == "number" or has.get("inputmode") in ("numeric", "decimal")
        if kind in ("radio", "checkbox"):
            found.is_chosen, found.value = "checked" in has, has.get("value", "on")
        self._text = found if tag == "textarea" else None
        self._select = found if tag == "select" else None
        return found

    def _add(self, has: dict[str, str], part: Field | dict[str, str]) -> None:
        if "form" in has:
            self._named.append((has["form"], part))
        elif self._inside is not None:
            self._put(self._inside, part)

    def _put(self, form: int, part: Field | dict[str, str]) -> None:
        _has, fields, buttons = self.forms[form]
        if isinstance(part, Field):
            fields.append(part)
        else:
            buttons.append(part)

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


def forms_in(reader: FormReader, who: str, page: str) -> Iterator[Form]:
    """Each form of a page that posts, once for each of its buttons."""
    for has, fields, buttons in reader.forms:
        if has.get("method", "").lower() != "post":
            continue
        for button in buttons or [{}]:
            action = button.get("formaction") or has.get("action") or page
            named = (button.get("name", ""), button.get("value", ""))
            sent = [each for each in fields if each.kind not in ("file", "submit")]
            yield Form(who, page, action, fields=sent, button=named)
