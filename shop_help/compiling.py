"""Templates, compiled once for each language: what is known by then stands in the page as text.

A page says `_()`, `icon()` and `asset()` some forty times and includes a dozen partials. Jinja asks for each of them
anew and hands over each piece between by itself, which was a tenth of a page's processor time (bench/README.md).
"""

import threading
import weakref
from collections.abc import Callable
from typing import Any

from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from shop_help import speech
from shop_help.compiled_pages import pages_of

#: Functions whose answer depends on nothing but the language and the words that they are given.
FOLDED = ("_", "icon", "asset")


_compiling = threading.RLock()


class Page(Template):
    """All of ours have the application's globals and no others."""

    def _get_default_module(self, ctx: Any = None) -> Any:
        """What is imported from it, made once; Jinja would look for globals that the importing page has more."""
        return super()._get_default_module()


class CompilingEnvironment(Environment):
    """Flask's, with a set of compiled templates for each language; a page takes that of its reader."""

    template_class = Page
    #: Of the templates compiled here; the application's own environment has none, and hands on to these.
    language = ""

    def _load_template(self, name: str, globals: Any = None) -> Template:
        if not self.language:
            return self.of(speech.locale())._load_template(name, globals)
        if self._is_kept(name):
            return super()._load_template(name, globals)
        # Once: hundreds may come at the same time, when a server has just started.
        with _compiling:
            return super()._load_template(name, globals)

    def _is_kept(self, name: str) -> bool:
        return self.cache is not None and (weakref.ref(self.loader), name) in self.cache

    def of(self, language: str) -> "CompilingEnvironment":
        """The environment of one language: all settings are shared."""
        kept: dict[str, CompilingEnvironment] = self.__dict__.setdefault("_of", {})
        if language not in kept:
            with _compiling:
                if language not in kept:
                    kept[language] = self._made_for(language)
        return kept[language]

    def _made_for(self, language: str) -> "CompilingEnvironment":
        made: CompilingEnvironment = self.overlay()
        made.language = language
        made.bytecode_cache = pages_of(self, language)
        return made

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        if not self.language:
            return tree
        # In a debugger a changed partial has to be seen, and an error to be found in its own file.
        if not self.auto_reload:
            Inlining(self, name or "").visit(tree)
        Folding(self).visit(tree)
        return tree

    def parsed(self, name: str) -> nodes.Template:
        """A template by its name, as it was written."""
        if self.loader is None:
            raise RuntimeError("the application has no templates")
        source, filename, _ = self.loader.get_source(self, name)
        return super()._parse(source, name, filename)


class Inlining(NodeTransformer):
    """Puts partials where they are included."""

    def __init__(self, environment: CompilingEnvironment, name: str) -> None:
        self._environment = environment
        self._inside = [name]

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802 - the library's way of naming
        """A partial that is named outright sees all that stands around it; what it sets is its own."""
        named = node.template
        if not isinstance(named, nodes.Const) or not node.with_context or named.value in self._inside:
            return node
        partial = self._environment.parsed(named.value)
        if partial.find(nodes.Extends) or partial.find(nodes.Block):
            return node
        self._inside.append(named.value)
        self.generic_visit(partial)
        self._inside.pop()
        return nodes.Scope(partial.body, lineno=node.lineno, environment=self._environment)


class Folding(NodeTransformer):
    """Puts the answers of functions in the place of their calls."""

    def __init__(self, environment: CompilingEnvironment) -> None:
        from shop_help.languages import words_of

        shared: dict[str, Any] = dict(environment.globals)
        self._known: dict[str, Callable[..., object]] = {name: shared[name] for name in FOLDED}
        self._known["_"] = words_of(environment.language)

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - the library's way of naming
        """A call of such a function with nothing but words."""
        self.generic_visit(node)
        known = self._known.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        has_more = node.kwargs or node.dyn_args or node.dyn_kwargs or len(node.args) != 1
        if known is None or has_more or not isinstance(node.args[0], nodes.Const):
            return node
        answer = Markup(known(node.args[0].value))  # noqa: S704 - ours
        return nodes.Const(answer, lineno=node.lineno, environment=node.environment)
