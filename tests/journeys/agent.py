"""An agent at their desk, moved by the same addresses as the console's forms."""

import json
import re
from uuid import uuid4

from playwright.sync_api import Page


class Agent:
    """Gus, or whoever signed in on this page. What they do reaches the buyer as from any other browser."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.goto("/agents/")
        self.token = str(json.loads(page.locator("body").get_attribute("hx-headers:inherited") or "")["X-CSRFToken"])

    def _post(self, address: str, **form: str) -> None:
        answer = self.page.request.post(address, form={"csrf_token": self.token, **form}, max_redirects=0)
        assert answer.status in (200, 204, 302, 303), (address, answer.status)

    def is_on(self, state: str = "on") -> None:
        """On duty, away or off."""
        self._post("/agents/duty", state=state)

    def claims(self, case_id: int) -> None:
        self._post(f"/agents/cases/{case_id}/assignment")

    def sets(self, case_id: int, state: str) -> None:
        """Whose turn it is, without a word."""
        self._post(f"/agents/cases/{case_id}/state", state=state)

    def says(self, buyer: Page, body: str, then: str = "waiting_buyer") -> None:
        """Answers in the conversation that stands on the buyer's page."""
        talk = re.search(r"/conversations/(\d+)", buyer.url)
        assert talk, buyer.url
        self.answers(int(talk[1]), body, then)

    def answers(self, talk: int, body: str, then: str = "waiting_buyer") -> None:
        form = {"client_id": str(uuid4()), "body": body, "then": then}
        self._post(f"/agents/conversations/{talk}/messages", **form)


def case_on(page: Page) -> int:
    """Which case a buyer's page shows."""
    address = page.locator(".case-panel").get_attribute("hx-get") or ""
    found = re.search(r"/cases/(\d+)/", address)
    assert found, address
    return int(found[1])
