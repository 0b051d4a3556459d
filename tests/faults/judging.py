"""What clients saw against what the database holds: lost 0, doubled 0, gaps 0, order kept, every view equal."""

from collections import Counter

from shop_help import checking
from shop_help.database import snapshot
from shop_help.extensions import db
from tests.faults.stage import Stage


def judge(stage: Stage) -> None:
    """After `finish`. Raises AssertionError with the word for what is wrong."""
    rows = stage.market.sql(
        "SELECT seq, client_id, body, person_id FROM messages WHERE conversation_id = ? ORDER BY seq", stage.talk
    )
    # The system may say something, too: that nobody answered for a day, where a day went by.
    stored = [(client_id, body) for _, client_id, body, person_id in rows if person_id is not None]
    written = [message for browser in stage.browsers for message in browser.written]
    assert set(written) - set(stored) == set(), "lost"
    assert set(stored) - set(written) == set(), "made up"
    assert [each for each, times in Counter(stored).items() if times > 1] == [], "doubled"
    assert [seq for seq, _, _, _ in rows] == list(range(1, len(rows) + 1)), "gaps"
    places = {client_id: seq for seq, client_id, _, _ in rows}
    for browser in stage.browsers:
        own = set(browser.written)
        assert [message for message in stored if message in own] == browser.written, "order"
        assert browser.surprises == []
        assert browser.acked == {client_id: places[client_id] for client_id, _ in browser.written}
        shown = [(seq, client_id) for seq, (client_id, _) in browser.shown.items()]
        assert shown == [(seq, client_id) for seq, client_id, _, _ in rows], "seen otherwise"
        assert all(body in browser.shown[seq][1] for seq, _, body, person_id in rows if person_id is not None)
        assert [status for status in browser.http.statuses if status == 500] == [], "an answer 500"
    assert _faults(stage) == []


def _faults(stage: Stage) -> list[str]:
    """What `flask check` says."""
    with stage.market.app.app_context():
        # Its connections were cut with all others.
        db.engine.dispose()
        with snapshot(db.engine) as connection:
            found = [str(fault) for fault in checking.faults(connection)]
        db.session.remove()
        db.engine.dispose()
    return found


def told(stage: Stage) -> str:
    """What happened, for whoever reads the run."""
    statuses = sum((browser.http.statuses for browser in stage.browsers), Counter[int]())
    counts = {
        name: sum(getattr(browser, name) for browser in stage.browsers)
        for name in ("reconnects", "fallbacks", "duplicates_sent")
    }
    return f"{stage.acknowledged} messages, {counts}, HTTP {dict(sorted(statuses.items()))}"


__all__ = ["judge", "told"]
