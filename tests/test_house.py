"""The house keeps its law: each floor imports only floors to its left, and doors never import each other (HOUSE)."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "shop_help"

#: From left to right. A module belongs to the floor of the longest name that begins its own.
FLOORS = (
    ("policy",),
    (
        "clock",
        "pace",
        "config",
        "door_settings",
        "speech",
        "cookies",
        "form_tokens",
        "sockets",
        "collecting",
        "message_queue",
        "redis_sender",
        "urls",
        "logs",
        "origins",
        "hx",
        "paging",
        "postal",
        "postal_forms",
        "database",
        "disk",
        "extensions",
        "secret_keys",
        "zip_stream",
        "assets",
        "commit_queue",
        "mailing",
        "telling_settings",
        "readiness",
        "counting",
        "metrics",
    ),
    ("dates", "compiled_pages", "sayings"),
    ("presentation", "darkroom", "photo_files", "order_feed", "help_search", "help_markdown", "help_catalogue"),
    ("models",),
    (
        "identity",
        "faq_words",
        "branding",
        "kept_keys",
        "audit",
        "audit_verifying",
        "languages",
        "compiling",
        "each_language",
        "order_words",
        "order_facts",
        "order_beside",
        "inserts",
        "own_words",
        "case_words",
        "help_finding",
        "service_calendar",
        "service_words",
        "rules_finding",
        "verdict_words",
        "request_words",
        "request_cards",
        "request_beside",
        "protection_words",
        "protection_file",
        "protection_sides",
        "protection_archive",
        "personal_archive",
        "form_stamps",
        "handoff_tokens",
        "purchases",
        "payments",
        "webhooks",
        "pushing",
        "refund_words",
        "telling_words",
        "letters",
        "account_letters",
    ),
    ("announcements",),
    ("actions",),
    (
        "doors",
        "twins",
        "photo_forms",
        "evidence_forms",
        "protection_forms",
        "accounts",
        "sign_in_use",
        "failed_sign_ins",
        "responses",
        "forms",
        "amounts",
        "undo",
        "reply_pages",
    ),
    (
        "jobs",
        "buyers",
        "sellers",
        "agents",
        "operators",
        "live",
        "open_api",
        "entrance",
        "language_page",
        "handoff",
        "safety",
        "my_data",
        "first_start",
        "photos",
        "cards",
        "hooks",
        "partner_api",
        "notifications",
        "demo",
        "load",
        "checking",
        "backups",
        "scraping",
    ),
    ("cli", "server", "__init__", "migrations"),
)
DOORS = {
    "buyers",
    "sellers",
    "agents",
    "operators",
    "live",
    "open_api",
    "entrance",
    "handoff",
    "safety",
    "photos",
    "cards",
    "hooks",
    "partner_api",
    "notifications",
}


def _room(module: str) -> str:
    return module.removeprefix("shop_help.").split(".")[0]


def _floor(room: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if room in rooms)


def _modules() -> list[tuple[str, Path]]:
    return [
        (".".join(["shop_help", *path.relative_to(ROOT).with_suffix("").parts]), path)
        for path in sorted(ROOT.rglob("*.py"))
        if "versions" not in path.parts
    ]


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the floor"
            found.add(node.module or "")
            if node.module == "shop_help":
                found |= {f"shop_help.{alias.name}" for alias in node.names}
    return found


def broken_laws(module: str, imports: set[str]) -> list[str]:
    """What a module imports that its floor may not."""
    here = _room(module)
    broken = []
    for name in sorted(imports):
        if not name.startswith("shop_help."):
            if here == "policy" and name.split(".")[0] not in sys.stdlib_module_names:
                broken.append(f"{module} imports {name}: the rulebook knows the standard library alone")
            continue
        there = _room(name)
        if here == there:
            continue
        if here in DOORS and there in DOORS:
            broken.append(f"{module} imports {name}: doors never import each other")
        elif _floor(there) > _floor(here):
            broken.append(f"{module} imports {name}, which stands to its right")
    return broken


@pytest.mark.parametrize(("module", "path"), _modules(), ids=lambda value: value if isinstance(value, str) else "")
def test_each_floor_imports_only_floors_to_its_left(module: str, path: Path) -> None:
    assert broken_laws(module, _imports(path)) == []


def test_the_law_is_seen_to_be_broken() -> None:
    assert broken_laws("shop_help.policy.orders", {"flask"})
    assert broken_laws("shop_help.policy.orders", {"shop_help.clock"})
    assert broken_laws("shop_help.models.order", {"shop_help.actions.orders"})
    assert broken_laws("shop_help.buyers.order", {"shop_help.sellers.inbox"})
    assert not broken_laws("shop_help.buyers.order", {"shop_help.policy.orders", "flask"})


def test_only_one_file_reads_the_clock() -> None:
    reading = ("datetime.now(", "utcnow(", "time.time(", "date.today(", "time.monotonic(")
    elsewhere = {
        path.name
        for _, path in _modules()
        if path.name != "clock.py" and any(call in path.read_text() for call in reading)
    }
    assert elsewhere == set()
