"""Markdown of operators as HTML that can do no harm: no HTML of their own, few tags, links alone as attributes."""

import re
from collections.abc import Mapping
from functools import lru_cache
from html import unescape

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h2", "h3", "h4", "blockquote", "hr", "code"}
#: Nothing else passes: no class, no id, and none of hx-* and data-hx-*, by which a page would act.
_ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
_SCHEMES = {"https", "mailto", "tel"}
_PLACE = re.compile(r"\{([^{}]*)\}")
_OWN_QUESTION = re.compile(r'href="(/help/questions/[a-z0-9-]+)"')

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False})


@lru_cache(maxsize=2048)
def _html(text: str) -> str:
    return nh3.clean(
        _markdown.render(text),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )


def rendered(text: str, facts: Mapping[str, str], order_number: str = "") -> Markup:
    """The text as HTML, its places filled with facts that are plain text; links to questions keep the order."""
    html = _PLACE.sub(lambda place: str(escape(facts.get(place[1]) or place[0])), _html(text))
    if order_number:
        html = _OWN_QUESTION.sub(lambda link: f'href="{link[1]}?order={escape(order_number)}"', html)
    return Markup(html)  # noqa: S704 - cleaned above, and every fact is escaped


@lru_cache(maxsize=2048)
def words_in(text: str) -> str:
    """The text without its marks, for the search and for one line of a list."""
    plain = re.sub(r"^:::.*$", "", text, flags=re.MULTILINE)
    bare = nh3.clean(_markdown.render(plain), tags=set())
    return re.sub(r"\s+", " ", unescape(bare)).strip()
