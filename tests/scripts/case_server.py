"""The page server as an agent's case meets it: the row of the composer, the kept draft, and who else is there."""

from typing import Any

from flask import Response, request

from tests.scripts.page_server import PAGE, PageServer, page_response, rows

ROW = """
<div data-part="reply" data-draft="/agents/cases/7/draft" data-kept="%kept%">
<select name="then"><option value="waiting_buyer">wait</option><option value="assigned">keep</option>
<option value="resolved">resolve</option></select><input type="hidden" name="seen" value="%head%">
<span data-part="kept" hidden>Draft kept</span></div>
<input type="hidden" name="csrf_token" value="token">
"""
ABOVE = """
<div data-part="held" role="alert" hidden>Something happened here.</div>
<template data-part="since"><li data-part="since">New while you wrote</li></template>
<div id="presence" data-controller="presence" data-talk="7" data-stops="400" hx-get="/agents/cases/7/presence"
 hx-trigger="presence:stale">nobody</div>
"""
CASE = (
    PAGE.replace('data-viewer="buyer"', 'data-viewer="agent"')
    .replace('data-controller="conversation"', 'data-controller="case-conversation"')
    .replace('data-author="buyer"', 'data-author="customer_service"')
    .replace('<form class="composer"', f'{ABOVE}<form class="composer"')
    .replace('<textarea name="body"', f'{ROW}<textarea name="body"')
    .replace("></textarea>", ">%kept%</textarea>")
)


class CaseServer(PageServer):
    """One case, 7, and its conversation."""

    own_voice = "customer_service"

    def reset(self) -> None:
        super().reset()
        self.draft = ""
        self.presence = "nobody"
        self.looks = 0
        self.is_draft_lost = False

    def serve(self) -> None:
        super().serve()
        self.app.get("/agents/cases/7")(self.case)
        self.app.post("/agents/cases/7/draft")(self.keep)
        self.app.post("/agents/cases/7/draft/held")(self.hold_back)
        self.app.get("/agents/cases/7/presence")(self.look)

    def case(self) -> Response:
        text = CASE.replace("%rows%", rows(self.messages)).replace("%kept%", self.draft)
        return page_response(text.replace("%head%", str(len(self.messages))))

    def keep(self) -> Any:
        form = dict(request.form)
        assert (request.headers.get("X-CSRFToken") or form.pop("csrf_token")) == "token"
        if self.is_draft_lost:
            return "unavailable", 503
        self.asked.append(("draft", form))
        self.draft = form["body"]
        return "", 204

    def hold_back(self) -> str:
        self.asked.append(("held", {**request.form, **request.args}))
        self.draft = request.form["body"]
        return "<p>Two new messages came.</p>"

    def look(self) -> str:
        self.looks += 1
        return self.presence
