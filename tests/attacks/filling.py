"""Filling in the forms that were found, and looking what became of what was typed."""

import json
import os
import random
from typing import Any
from uuid import uuid4

from werkzeug.test import TestResponse

from tests.attacks.form_reading import Form
from tests.attacks.ground import Ground
from tests.attacks.soaking import Skeleton


def drawn_lots(part: int = 0) -> random.Random:
    """Which of all there is comes up this time, by SHOP_HELP_ATTACK_SEED; each part of the hour has its own.

    Without a seed it is the same each time, so that a change fails for what it changed; `make attacks` draws anew.
    """
    seed = os.environ.get("SHOP_HELP_ATTACK_SEED") or "1"
    print(f"SHOP_HELP_ATTACK_SEED={seed}")
    return random.Random(f"{seed} {part}" if part else seed)


def send(ground: Ground, form: Form, **typed: Any) -> TestResponse:
    """The form as a browser would send it, but for what is typed into these fields."""
    sent = form.filled()
    if form.endpoint and form.action == ground.address(form.endpoint):
        # What the table of gates knows to be right for this very thing.
        known = ground.form(form.endpoint)
        sent |= {name: known[name] for name in sent.keys() & known.keys()}
    sent |= {name: str(uuid4()) for name in ("client_id", "client_key") if name in sent}
    return ground.ask(form.who, "POST", form.action, sent | typed | {"csrf_token": ground.tokens[form.who]})


def cells_of(ground: Ground) -> list[str]:
    """Every text of every row."""
    return [cell for rows in ground.rows().values() for row in rows for cell in row if isinstance(cell, str)]


def holds(cells: list[str], text: str) -> bool:
    """Does it stand there letter for letter, by itself or within JSON?"""
    within = (json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1])
    return any(text == cell or any(part in cell for part in within) for cell in cells)


def shows(page: str, text: str) -> bool:
    """Does a page show this, in its words or in a field?"""
    found = Skeleton(page)
    return text in "".join(found.words) or any(text in value for _, _, value in found.attributes)
