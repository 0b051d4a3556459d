"""The forms that people are shown, read from the pages themselves; and those that the table of gates knows beside."""

import re
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from tests.attacks.form_reading import Field, Form, FormReader, forms_in
from tests.attacks.ground import Ground
from tests.gates import GATES, IN, KNOCKERS

#: Who is shown forms, one of each audience.
PEOPLE = ("ana", "sol", "gus", "noor")


def found_forms(ground: Ground, each: int = 1) -> list[Form]:
    """All forms that are found, one of each kind: on the pages of the gates, and on `each` of a kind they link to."""
    routes, found = ground.app.url_map.bind("localhost"), dict[tuple[Any, ...], Form]()
    for who in PEOPLE:
        seen: Counter[str] = Counter()
        shown = [e for (m, e), gate in sorted(GATES.items()) if m == "GET" and gate.answers[who] == IN]
        waiting = [ground.address(endpoint) for endpoint in shown]
        known = set(waiting)
        while waiting:
            page = waiting.pop(0)
            answer = ground.ask(who, "GET", page)
            content = answer.get_data()
            if answer.mimetype != "text/html" or answer.status_code != 200:
                continue
            reader = FormReader(content.decode())
            for form in forms_in(reader, who, page):
                form.endpoint = endpoint_of(routes, "POST", form.action)
                if form.endpoint:
                    found.setdefault(form.key, form)
            for link in reader.links:
                led = endpoint_of(routes, "GET", link)
                # Another step of the same is another page.
                kind = f"{led} {re.sub(r'[0-9]+', '', urlsplit(link).path)}"
                if led and led not in NOT_FOLLOWED and link not in known and seen[kind] < each:
                    seen[kind] += 1
                    known.add(link)
                    waiting.append(link)
    ground.put_back()
    there = {form.endpoint for form in found.values()}
    return [*found.values(), *(_as_in_gates(ground, name) for name in TAKING if name not in there)]


#: What words are called in forms.
WORDS = frozenset({"answer", "body", "carrier", "name", "note", "question", "reason", "title", "tracking_number"})
WORDS |= {"why", "words"}
#: Routes that take some, by the table of gates: what no page shows just then is sent all the same.
TAKING = sorted(name for (method, name), gate in GATES.items() if method == "POST" and WORDS & set(gate.form))


def _as_in_gates(ground: Ground, endpoint: str) -> Form:
    who = next(name for name in reversed(KNOCKERS) if name in PEOPLE and GATES["POST", endpoint].answers[name] == IN)
    form = Form(who, "", ground.address(endpoint), endpoint)
    for name, value in ground.form(endpoint).items():
        if isinstance(value, str):
            form.fields.append(Field(name, "text" if name in WORDS else "hidden", value))
    return form


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
