"""Reads a template twice: as Jinja for what it says and includes, as HTML for its tags, attributes and bare words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
#: Sample data on a page of the demo alone, for those who build it.
STYLE_GUIDE = "styleguide.html"

_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
#: Blocks and variables whose text is a class or attributes.
_ATTRIBUTES = re.compile(r"\{%-? (block body_class|set common) -?%\}.*?\{%-? (endblock|endset) -?%\}", re.DOTALL)
_STATEMENT = re.compile(r"\{%.*?%\}", re.DOTALL)
_EXPRESSION = re.compile(r"\{\{-?(.*?)-?\}\}", re.DOTALL)
#: Stands for an expression while the rest is read as HTML; may be a tag's name too.
_PLACE = re.compile(r"xq(\d+)qx")

#: Partials that are a part of a tag.
ATTRIBUTES_ALONE = {"shared/_conversation_words.html"}

#: Attributes that people read or hear.
HEARD = {"placeholder", "aria-label", "title", "alt", "label", "aria-description", "aria-valuetext"}
#: Keys and names that hold words for people, in what a template hands to a partial.
WORDED = {"sentence", "action", "word", "label", "answer", "reason", "who", "then", "heading", "subheading", "hint"}
#: Macros, with the places of their arguments that are words.
MACROS = {"field": {1}, "narrowing": {1}, "choice": {2}, "list_row": {1}, "nav_link": {1}}


@dataclass
class Reading(HTMLParser):
    """What stands in one template."""

    name: str
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        source = (TEMPLATES / self.name).read_text()
        self.tree = Environment(extensions=["jinja2.ext.i18n"]).parse(source)
        self.expressions: list[str] = []
        html = _STATEMENT.sub("", _ATTRIBUTES.sub("", _COMMENT.sub("", source)))
        if self.name in ATTRIBUTES_ALONE:
            html = f"<i {html}>"
        self.feed(_EXPRESSION.sub(self._place, html))
        self.close()

    def _place(self, found: re.Match[str]) -> str:
        self.expressions.append(found[1])
        return f"xq{len(self.expressions) - 1}qx"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append((tag, found))
        self.heard += [
            value for name, value in found.items() if name in HEARD or name.startswith(("data-word", "data-why"))
        ]

    def handle_data(self, data: str) -> None:
        # What is written on a key is its name in every language.
        if self.tags and self.tags[-1][0] == "style":
            return
        if self.tags and self.tags[-1][0] == "kbd":
            self.tags.append(("", {}))
            return
        self.heard.append(data)

    def bare_words(self) -> Iterator[str]:
        """Words for people that did not go through gettext."""
        for text in self.heard:
            if re.search(r"[^\W\d_]", _PLACE.sub("", text)):
                yield text.strip()
            for number in _PLACE.findall(text):
                yield from said_bare(self.expression(int(number)))
        for handed in self.handed_on():
            yield from said_bare(handed)

    def handed_on(self) -> Iterator[nodes.Node]:
        """What this template hands to partials and layouts to be read."""
        for pair in self.tree.find_all(nodes.Pair):
            if isinstance(pair.key, nodes.Const) and pair.key.value in WORDED:
                yield pair.value
        for given in self.tree.find_all(nodes.Assign):
            if isinstance(given.target, nodes.Name) and given.target.name in WORDED:
                yield given.node
        for call in self.tree.find_all(nodes.Call):
            places = MACROS.get(getattr(call.node, "name", ""), ())
            yield from (call.args[place] for place in places if place < len(call.args))

    def expression(self, number: int) -> nodes.Node:
        """An expression's tree."""
        output = Environment().parse("{{" + self.expressions[number] + "}}").body[0]
        assert isinstance(output, nodes.Output)
        return output.nodes[0]

    def others(self) -> Iterator[str]:
        """The templates this one names."""
        for kind in (nodes.Include, nodes.Extends, nodes.FromImport, nodes.Import):
            for node in self.tree.find_all(kind):
                if isinstance(node.template, nodes.Const):
                    yield node.template.value
        for call in self.tree.find_all(nodes.Call):
            if getattr(call.node, "name", "") == "once" and isinstance(call.args[0], nodes.Const):
                yield call.args[0].value

    def icons(self) -> Iterator[str]:
        """The icons this one names: by icon(), or as the picture it hands to a partial."""
        for call in self.tree.find_all(nodes.Call):
            name = getattr(call.node, "name", "")
            named = call.args if name == "icon" else call.args[2:3] if name in ("list_row", "nav_link") else []
            for argument in named:
                yield from values_of(argument)
        for pair in self.tree.find_all(nodes.Pair):
            if isinstance(pair.key, nodes.Const) and pair.key.value == "picture":
                yield from (name for name in values_of(pair.value) if not name.startswith("art:"))


def values_of(node: nodes.Node) -> Iterator[str]:
    """The constants an expression may be."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, nodes.CondExpr):
        yield from values_of(node.expr1)
        yield from values_of(node.expr2) if node.expr2 else ()
    elif isinstance(node, nodes.Or | nodes.And | nodes.Add):
        yield from values_of(node.left)
        yield from values_of(node.right)
    elif isinstance(node, nodes.Concat):
        for part in node.nodes:
            yield from values_of(part)


def said_bare(node: nodes.Node) -> Iterator[str]:
    """The words an expression may say that did not go through gettext."""
    return (value for value in values_of(node) if re.search(r"[^\W\d_]", value))


def templates() -> list[str]:
    """The names of all templates."""
    return sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
