"""What a buyer's page makes a phone fetch."""

import re
from pathlib import Path

import brotli

from shop_help.assets import content_of

STATIC = Path(__file__).resolve().parents[2] / "static"
IMPORT = re.compile(r"""(?:from |import |import\()"(\.[^"]+)\"""")


def fetched_from(*entries: Path) -> set[Path]:
    """The entries and whatever they import, now or later."""
    found: set[Path] = set()
    waiting = list(entries)
    while waiting:
        script = waiting.pop()
        if script in found:
            continue
        found.add(script)
        waiting += [(script.parent / name).resolve() for name in IMPORT.findall(script.read_text())]
    return found


def weight(scripts: set[Path]) -> int:
    return sum(len(brotli.compress(served(script))) for script in scripts)


def served(script: Path) -> bytes:
    content = content_of(script.relative_to(STATIC).as_posix())
    assert content
    return content


def test_comments_stay_at_home_and_lines_where_they_are() -> None:
    source, sent = (STATIC / "js/app.js").read_text(), served(STATIC / "js/app.js").decode()
    assert "// The one entry" in source
    assert not re.search(r"^\s*//", sent, re.MULTILINE)
    assert len(sent.splitlines()) == len(source.splitlines())
    assert "https://" not in source or "https://" in sent


def test_the_scripts_of_a_conversation_weigh_at_most_32_kilobytes() -> None:
    scripts = fetched_from(STATIC / "js/app.js", STATIC / "js/controllers/conversation.js")
    assert {"htmx.esm.min.js", "socket.io.esm.min.js", "outbox.js", "composer.js"} <= {one.name for one in scripts}
    assert weight(scripts) <= 32_000


def test_a_page_without_a_conversation_fetches_htmx_and_one_file() -> None:
    text = (STATIC / "js/app.js").read_text()
    assert re.findall(r'^import .*"(.+)";', text, re.MULTILINE) == ["../vendor/htmx.esm.min.js"]
