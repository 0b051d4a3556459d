"""What people type to make a page, a query, a template or a spreadsheet do something: about 300, by family.

Each carries MARK, by which it is found again. Made up here, by putting parts together.
"""

from itertools import product

MARK = "zqx"
#: What a script of ours that ran would have left behind, see test_in_a_browser.py.
RUN = f"window.{MARK}=1"

_TAGS = (
    "script",
    "img",
    "svg",
    "iframe",
    "style",
    "link",
    "base",
    "meta",
    "form",
    "input",
    "math",
    "object",
    "template",
)
_EVENTS = (
    "onerror",
    "onload",
    "onclick",
    "onfocus",
    "ontoggle",
    "onpointerenter",
    "onanimationstart",
    "onbeforetoggle",
    "onwheel",
    "oncut",
)
_SCHEMES = (
    "javascript:",
    "JaVaScRiPt:",
    "java\tscript:",
    "data:text/html,",
    "vbscript:",
    "\x01javascript:",
    "//evil.example/",
)
_HTMX = (
    "hx-get",
    "hx-post",
    "hx-on:click",
    "hx-vals",
    "hx-trigger",
    "hx-swap-oob",
    "hx-boost",
    "hx-headers",
    "hx-config",
)
_BREAKS = (
    "'",
    '"',
    "`",
    "'>",
    '">',
    "-->",
    "]]>",
    "</title>",
    "</textarea>",
    "</script>",
    "</style>",
    "</svg>",
    "</p></li></ul>",
)
_SQL = (
    "'",
    '"',
    "')",
    "';",
    "' OR 1=1 --",
    '" OR ""="',
    "'; DROP TABLE persons; --",
    "' UNION SELECT password FROM persons --",
)
_SQL += (
    "\\'; --",
    "%' OR body LIKE '%",
    "1; ATTACH 'x' AS y",
    "$$; SELECT pg_sleep(5); $$",
    "'||(SELECT 1)||'",
    "/**/OR/**/1",
)
_FTS = (
    '"',
    "*",
    "NEAR(a b)",
    "a OR b",
    "NOT",
    "body:x",
    "a AND (",
    "^x",
    "{body} : x",
    "-x",
    "x:*",
    "a & !b",
    "<->",
    "'':*",
)
_BRACES = (
    "{{7*7}}",
    "{% raw %}",
    "${7*7}",
    "#{7*7}",
    "{{config}}",
    "{order_number}",
    "{0.__class__}",
    "%(name)s",
    "%s%n",
    "{{{{",
)
_MARKDOWN = (
    "[x](javascript:zqx)",
    "![x](https://evil.example/zqx)",
    "<https://evil.example/zqx>",
    "# zqx",
    "`zqx`",
    "::: zqx",
)
_MARKDOWN += (
    "[zqx]: data:text/html,x",
    "***zqx***",
    "- zqx\n- zqx",
    "> zqx",
    "|a|b|\n|-|-|\n|zqx|x|",
    "[x](//evil.example/zqx)",
)
_CELLS = (
    "=",
    "+",
    "-",
    "@",
    "\t=",
    " =",
    "\u00a0=",
    "\ufeff=",
    "\u200b=",
    "\uff1d",
    "\uff20",
    "\r=",
    "\n=",
    "'=",
    '"=',
    ";=",
    ",=",
)
_FORMULAS = ("cmd|' /C calc'!A0", 'HYPERLINK("https://evil.example","x")', "SUM(1+1)*9")
_ENTITIES = ("&lt;", "&#60;", "&#x3c;", "&quot;", "&amp;lt;", "%3C", "\\u003c", "\\x3c", "&colon;", "&Tab;", "\uff1c")
#: Overrides, isolates that nobody closes, nothing that is there, marks without a letter, letters outside the plane.
_UNICODE = (
    "\u202e",
    "\u202d",
    "\u202b",
    "\u2066",
    "\u2067",
    "\u2068",
    "\u200b",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\u00ad",
)
_UNICODE += (
    "\u0301" * 40,
    "\U0001f469\u200d\U0001f467",
    "\U0001f600" * 9,
    "\U000e0041",
    "\ufffe",
    "\u2028",
    "\u0085",
    "\u061c",
)


def _all() -> list[str]:
    found = [f"<{tag} id={MARK}>" for tag in _TAGS]
    found += [
        f"<{tag} src=x {event}={RUN}>" for tag, event in product(("img", "svg", "body", "details open"), _EVENTS)
    ]
    found += [f"<script>{RUN}</script>", f"<SCRIPT SRC=//evil.example/{MARK}.js>", f"<scr<script>ipt>{RUN}</script>"]
    found += [f'<a href="{scheme}{RUN}">{MARK}</a>' for scheme in _SCHEMES] + [
        f"{scheme}{RUN}" for scheme in _SCHEMES
    ]
    found += [f'<div {a}="/sign-out" class={MARK}>' for name in _HTMX for a in (name, f"data-{name}")]
    found += [f'{MARK}{end} {name}="/sign-out" {end}' for name, end in product(_HTMX[:4], ('"', "'", ""))]
    found += [f"{end}<b id={MARK}>" for end in _BREAKS] + [f"{MARK}{end} autofocus onfocus={RUN} " for end in _BREAKS]
    found += [f"{MARK}{part}" for part in (*_SQL, *_FTS, *_BRACES, *_ENTITIES)]
    found += [f"{part}script{part}{MARK}" for part in _ENTITIES] + [text.replace("zqx", MARK) for text in _MARKDOWN]
    found += [f"{cell}{formula}{MARK}" for cell, formula in product(_CELLS, _FORMULAS[:2])]
    found += [f"{cell}{_FORMULAS[2]}{MARK}" for cell in _CELLS]
    found += [f"{MARK}{sign}abc" for sign in _UNICODE] + [f"a{sign}{MARK}" for sign in _UNICODE]
    found += [
        f"<!--#exec {MARK}-->",
        f"<?php {MARK} ?>",
        f"<![CDATA[{MARK}]]>",
        f"\x00{MARK}"[1:],
        f"../../{MARK}",
        f"\\\\{MARK}",
    ]
    found += [
        f'<p {key}="{value}" data-x={MARK}>' for key, value in (("style", "width:expression(1)"), ("class", "button"))
    ]
    found += [
        f"<turbo-stream>{MARK}",
        f"<hx-partial>{MARK}</hx-partial>",
        f'<template id="{MARK}" hx type="partial">',
    ]
    found += [f"{MARK}" + "W" * 400, "a-" * 200 + MARK, MARK + "\u0628" * 300]
    return found


PAYLOADS = tuple(dict.fromkeys(_all()))
#: One of each kind, where there is little time.
FEW = PAYLOADS[::23]
