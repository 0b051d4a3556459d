"""What a buyer's page makes a phone fetch."""

import re
from pathlib import Path

import brotli
import pytest

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
    served = (content_of(script.relative_to(STATIC).as_posix()) for script in scripts)
    return sum(len(brotli.compress(content or b"")) for content in served)


def test_the_scripts_of_a_conversation_weigh_at_most_32_kilobytes() -> None:
    # The number on the tab is a list too.
    names = ("conversation.js", "list.js", "kept.js")
    controllers = (STATIC / "js/controllers" / name for name in names)
    scripts = fetched_from(STATIC / "js/app.js", *controllers)
    assert {"htmx.esm.min.js", "socket.io.esm.min.js", "outbox.js", "composer.js"} <= {one.name for one in scripts}
    assert weight(scripts) <= 32_000
    assert not {"case-conversation.js", "drafts.js", "presence.js"} & {one.name for one in scripts}, "agents' alone"


@pytest.mark.parametrize("path", sorted((STATIC / "js").rglob("*.js")), ids=lambda path: path.name)
def test_browsers_get_our_scripts_without_our_remarks_and_with_every_word(path: Path) -> None:
    written, served = path.read_text(), (content_of(path.relative_to(STATIC).as_posix()) or b"").decode()
    lines = [line.strip() for line in written.splitlines()]
    assert served.splitlines() == [line for line in lines if not line.startswith("//")]
    # Else a text of several lines would lose its indentation.
    assert all(line.count("`") % 2 == 0 for line in lines)


def test_a_page_without_a_conversation_fetches_htmx_and_one_file() -> None:
    text = (STATIC / "js/app.js").read_text()
    assert re.findall(r'^import .*"(.+)";', text, re.MULTILINE) == ["../vendor/htmx.esm.min.js"]


def test_the_scripts_of_photos_are_fetched_once_somebody_sends_one_and_weigh_little() -> None:
    page = fetched_from(STATIC / "js/app.js", STATIC / "js/controllers/conversation.js")
    photos = fetched_from(STATIC / "js/controllers/photos.js") - page
    assert {"photos.js", "photo-check.js", "photo-upload.js", "photo-bubble.js"} == {one.name for one in photos}
    assert weight(photos) <= 3_600
    templates = STATIC.parent / "templates"
    used = [path.name for path in templates.rglob("*.html") if 'data-controller="photos"' in path.read_text()]
    assert used == [], "what stands there as data-controller is fetched with the page"
    assert 'data-later="photos"' in (templates / "shared/_photo_button.html").read_text()


def test_the_scripts_of_evidence_are_fetched_where_one_brings_it_and_weigh_little() -> None:
    page = fetched_from(STATIC / "js/app.js")
    evidence = fetched_from(STATIC / "js/controllers/evidence.js") - page
    assert {"evidence.js", "photo-check.js", "photo-upload.js", "sharpness.js"} == {one.name for one in evidence}
    assert weight(evidence) <= 4_000
