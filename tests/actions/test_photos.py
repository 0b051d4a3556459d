"""A photo gets into a conversation once, with its files, from those who may; and of a refused one nothing stays."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from shop_help import clock, photo_files
from shop_help.actions import photos as acts
from shop_help.actions.case_turning import Reply
from shop_help.actions.photos import post_photo
from shop_help.extensions import db
from shop_help.models import Conversation, Photo, SignIn, Wait
from shop_help.policy.messages import Refused
from shop_help.policy.photos import MOST_A_MINUTE
from shop_help.sockets import DRAINING
from tests.actions.desk import Desk
from tests.pictures import bomb, drawn, file_of, taken_at_home

PICTURE, OTHER = file_of(drawn()), file_of(drawn(600, 800))


def send(talk: Any, who: str, content: bytes = PICTURE, client_id: str = "", caption: str = "") -> Any:
    """Somebody sends a photo."""
    return post_photo(talk.sign_ins.get(who, who), talk.id, client_id or str(uuid4()), BytesIO(content), caption)


def code_of(call: Any) -> str:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.code


def files(talk: Any) -> list[Path]:
    """All that is kept."""
    folder = Path(talk.app.config["PHOTOS_DIR"])
    return sorted(path for path in folder.rglob("*") if path.is_file())


def rows() -> list[Photo]:
    db.session.rollback()
    return list(db.session.scalars(select(Photo).order_by(Photo.conversation_id, Photo.seq)))


def test_a_photo_is_a_message_with_a_row_and_two_files(talk: Any) -> None:
    posted = send(talk, "buyer", caption="From rim to base")
    assert (posted.seq, posted.duplicate, posted.conversation_id) == (1, False, talk.id)
    (message,), (photo,) = talk.rows(), rows()
    assert (message.voice, message.kind, message.body) == ("BUYER", "photo", "From rim to base")
    assert message.data == {"photo": photo.id, "width": 800, "height": 600}
    assert (photo.conversation_id, photo.seq, photo.person_id) == (talk.id, 1, message.person_id)
    assert photo.created_at == message.created_at
    large = photo_files.path_of(photo.file_name)
    small = photo_files.path_of(photo.file_name, small=True)
    assert files(talk) == sorted([large, small])
    assert large.stat().st_size == photo.bytes
    assert posted.messages[0].data == message.data


def test_words_may_be_left_out(talk: Any) -> None:
    assert send(talk, "buyer").seq == 1
    assert [row.body for row in talk.rows()] == [""]


def test_photos_and_words_stand_in_one_order(talk: Any) -> None:
    assert [talk.say("buyer", "Look").seq, send(talk, "buyer").seq, talk.say("seller", "Oh").seq] == [1, 2, 3]
    assert [row.kind for row in talk.rows()] == ["text", "photo", "text"]


def test_the_same_name_twice_is_one_photo(talk: Any) -> None:
    name = str(uuid4())
    first, again = (send(talk, "buyer", client_id=name) for _ in range(2))
    assert (again.seq, again.duplicate, again.created_at) == (first.seq, True, first.created_at)
    assert len(rows()) == 1
    assert len(files(talk)) == 2


def test_the_same_name_eight_times_at_once_is_one_photo_and_leaves_no_other_file(talk: Any) -> None:
    name = str(uuid4())

    def one(_: int) -> Any:
        with talk.app.app_context():
            return send(talk, "buyer", client_id=name)

    with ThreadPoolExecutor(8) as pool:
        posted = list(pool.map(one, range(8)))
    assert [each.seq for each in posted] == [1] * 8
    assert sum(not each.duplicate for each in posted) == 1
    assert len(rows()) == 1
    assert len(files(talk)) == 2


def test_something_else_under_the_same_name_is_refused(talk: Any) -> None:
    name = str(uuid4())
    send(talk, "buyer", client_id=name, caption="Rim")
    for content, caption in ((OTHER, "Rim"), (PICTURE, "Base")):
        assert code_of(lambda: send(talk, "buyer", content, name, caption)) == "client_id_reused"  # noqa: B023
    assert code_of(lambda: talk.say("buyer", "Rim", name)) == "client_id_reused"
    talk.say("seller", "Rim", other := str(uuid4()))
    assert code_of(lambda: send(talk, "seller", client_id=other, caption="Rim")) == "client_id_reused"
    assert len(files(talk)) == 2


def test_of_a_photo_from_who_may_not_nothing_stays(talk: Any) -> None:
    assert code_of(lambda: send(talk, "stranger")) == "forbidden"
    assert code_of(lambda: send(talk, "nobody")) == "signed_out"
    db.session.get_one(SignIn, talk.sign_ins["buyer"]).ended_at = clock.now()
    db.session.commit()
    assert code_of(lambda: send(talk, "buyer")) == "signed_out"
    assert send(talk, "seller").seq == 1
    assert len(files(talk)) == 2


def test_a_closed_conversation_takes_no_photo_and_still_knows_the_one_it_took(talk: Any) -> None:
    name = str(uuid4())
    send(talk, "buyer", client_id=name)
    talk.row().closed_at = clock.now()
    db.session.commit()
    assert code_of(lambda: send(talk, "buyer", OTHER)) == "closed"
    assert send(talk, "buyer", client_id=name).duplicate
    assert len(files(talk)) == 2


def test_what_is_refused_while_its_files_are_written_takes_them_along(
    talk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The conversation is closed after it was asked and before the message is posted."""

    def develop_late(content: bytes) -> Any:
        talk.row().closed_at = clock.now()
        db.session.commit()
        return develop(content)

    develop = acts.develop
    monkeypatch.setattr(acts, "develop", develop_late)
    assert code_of(lambda: send(talk, "buyer")) == "closed"
    assert files(talk) == []
    assert rows() == []


def test_a_message_that_is_there_though_its_answer_was_lost_keeps_its_photo(
    talk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def post_and_lose(*args: Any) -> Any:
        post(*args)
        raise Refused("unavailable")

    post = acts.post
    monkeypatch.setattr(acts, "post", post_and_lose)
    name = str(uuid4())
    assert code_of(lambda: send(talk, "buyer", client_id=name)) == "unavailable"
    assert len(files(talk)) == 2
    monkeypatch.undo()
    assert send(talk, "buyer", client_id=name).duplicate
    assert len(files(talk)) == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "photo_empty"),
        (b"<html></html>", "not_a_photo"),
        (bomb(), "photo_too_many_pixels"),
        (PICTURE[:5000], "photo_broken"),
        (b"\xff" * (20 * 1024 * 1024 + 1), "photo_too_large"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason_and_nothing_stays(talk: Any, content: bytes, code: str) -> None:
    assert code_of(lambda: send(talk, "buyer", content)) == code
    assert not Refused(code).retry
    assert talk.rows() == []
    assert files(talk) == []


def test_words_are_judged_as_those_of_a_message(talk: Any) -> None:
    assert code_of(lambda: send(talk, "buyer", caption="x" * 4001)) == "too_long"
    assert code_of(lambda: send(talk, "buyer", caption="\x00")) == "bad_request"
    assert code_of(lambda: send(talk, "buyer", client_id="photo-1")) == "bad_request"
    assert files(talk) == []


@pytest.mark.parametrize("fails_at", [1, 2, 4, 5])
def test_a_disk_that_takes_no_more_says_try_again(talk: Any, monkeypatch: pytest.MonkeyPatch, fails_at: int) -> None:
    calls = []

    def full(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == fails_at:
            raise OSError("No space left on device")

    monkeypatch.setattr("shop_help.disk.os.fsync", full)
    assert code_of(lambda: send(talk, "buyer")) == "unavailable"
    assert files(talk) == []
    assert talk.rows() == []


def test_a_photo_answers_a_buyer_and_begins_a_wait(talk: Any) -> None:
    send(talk, "buyer")
    assert talk.row().waiting_since is not None
    talk.say("seller", "Hello!")
    assert talk.row().waiting_since is not None
    send(talk, "seller", OTHER)
    assert talk.row().waiting_since is None
    assert len(db.session.scalars(select(Wait)).all()) == 1


def test_where_it_was_taken_is_nowhere_in_what_is_kept(talk: Any) -> None:
    send(talk, "buyer", taken_at_home())
    assert len(files(talk)) == 2
    assert all(b"Heron" not in path.read_bytes() for path in files(talk))


def test_who_sends_too_many_is_asked_to_wait_before_any_work(talk: Any) -> None:
    name = str(uuid4())
    # All of it in one minute, however slow the machine is.
    with clock.as_of(clock.now()):
        for _ in range(MOST_A_MINUTE):
            send(talk, "buyer", client_id=name)
        assert code_of(lambda: send(talk, "buyer", client_id=name)) == "rate_limited"
        assert send(talk, "seller").seq == 2


def test_a_process_that_goes_down_takes_no_photo(talk: Any) -> None:
    DRAINING.set()
    try:
        assert code_of(lambda: send(talk, "buyer")) == "draining"
    finally:
        DRAINING.clear()
    assert files(talk) == []


def test_a_photos_row_goes_with_its_conversation(talk: Any) -> None:
    send(talk, "buyer")
    db.session.delete(db.session.get_one(Conversation, talk.id))
    db.session.commit()
    assert rows() == []


def test_in_a_support_case_an_agent_sends_one_but_not_on_a_stale_view(app: Any) -> None:
    desk = Desk(app)
    opened = desk.ask()
    desk.claim("agent0", opened)
    desk.say("buyer", opened, "And the box was open.")

    def show(who: str, content: bytes, seen: int | None = None) -> Any:
        stream, talk = BytesIO(content), opened.conversation_id
        return post_photo(desk.sign_ins[who], talk, str(uuid4()), stream, "", Reply(seen=seen))

    assert code_of(lambda: show("agent0", PICTURE, seen=2)) == "stale"
    assert code_of(lambda: show("agent1", PICTURE)) == "stale"
    for stranger in ("other", "seller"):
        assert code_of(lambda: show(stranger, PICTURE)) == "forbidden"  # noqa: B023
    assert files(desk) == []
    head = show("buyer", OTHER).seq
    assert show("agent0", PICTURE, seen=head).seq > head
    assert len(files(desk)) == 4
    assert desk.case(opened).state == "waiting_buyer"
