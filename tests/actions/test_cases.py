"""A case from its first word to its end: opened once, answered, held back, resolved, open again, closed."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, update

from shop_help import clock
from shop_help.actions import case_clockwork, case_holding, case_states, duty
from shop_help.actions.conversations import mark_read
from shop_help.extensions import db
from shop_help.models import Case, CaseAnswer, CaseOpening, ReadCursor
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import Refused
from shop_help.policy.support import BUYER_AWAY_AFTER, LEASE, RESOLVED_FOR, TAKE_WITHIN
from tests.actions.desk import Desk


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app)


def _code(call: Any) -> str:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.code


def test_a_case_begins_with_what_it_is_about_and_what_was_typed(desk: Desk) -> None:
    opened = desk.ask("Where is it?")
    assert desk.lines(opened) == [("SYSTEM", "About order 1"), ("BUYER", "Where is it?")]
    case = desk.case(opened)
    assert (case.state, case.mode, case.market) == ("queued", "chat", "US")
    assert case.take_by == case.opened_at + TAKE_WITHIN


def test_asking_again_leads_to_the_open_case(desk: Desk) -> None:
    first, again = desk.ask("Where is it?"), desk.ask("Hello?", mode="message")
    assert (again.case_id, again.is_new) == (first.case_id, False)
    assert desk.lines(first)[1:] == [("BUYER", "Where is it?"), ("BUYER", "Hello?")]
    assert desk.ask("Something else", order_id=None).case_id != first.case_id


def test_two_taps_at_once_open_one_case_with_one_message(desk: Desk) -> None:
    name = str(uuid4())
    results = desk.at_once(*[partial(desk.ask, "Where is it?", client_id=name)] * 6)
    assert len({result.case_id for result in results}) == 1, results
    assert sum(result.is_new for result in results) == 1
    assert [body for voice, body in desk.lines(results[0]) if voice == "BUYER"] == ["Where is it?"]


def test_nobody_opens_a_case_about_an_order_of_others(desk: Desk) -> None:
    assert desk.ask(order_id=desk.order.id).is_new
    assert _code(lambda: desk.ask(who="other", order_id=desk.order.id)) == "forbidden"
    assert _code(lambda: desk.ask(who="seller")) == "forbidden"
    assert _code(lambda: desk.ask(who="agent0")) == "forbidden"


def test_who_holds_a_case_answers_and_others_may_not(desk: Desk) -> None:
    opened = desk.ask()
    desk.claim("agent0", opened)
    assert desk.say("agent0", opened, "It is in Reno.").seq
    assert _code(lambda: desk.say("agent1", opened, "It is in Leeds.")) == "stale"
    for stranger in ("other", "seller"):
        assert _code(lambda who=stranger: desk.say(who, opened, "Me too")) == "forbidden"  # type: ignore[misc]


def test_an_answer_takes_what_waits(desk: Desk) -> None:
    opened = desk.ask(mode="message")
    desk.say("agent1", opened, "It is in Reno.")
    case = desk.case(opened)
    assert (case.agent_id, case.state) == (desk.people["agent1"].id, "waiting_buyer")


def test_words_written_on_a_stale_view_are_held_back(desk: Desk) -> None:
    opened = desk.ask(mode="message")
    seen = len(desk.lines(opened))
    desk.say("buyer", opened, "It came!")
    name = str(uuid4())
    assert _code(lambda: desk.say("agent0", opened, "It is lost.", name, seen=seen)) == "stale"
    assert ("CUSTOMER_SERVICE", "It is lost.") not in desk.lines(opened)
    assert desk.case(opened).agent_id is None
    # What is new was read: now they go out, under the same name.
    assert desk.say("agent0", opened, "Good!", name, seen=seen + 1).seq == seen + 2
    # One's own words are nothing new.
    assert desk.say("agent0", opened, "Anything else?", seen=seen + 1).seq


def test_of_two_agents_who_answer_at_once_one_is_held_back(desk: Desk) -> None:
    opened = desk.ask(mode="message")
    seen = len(desk.lines(opened))
    results = desk.at_once(
        partial(desk.say, "agent0", opened, "Reno.", seen=seen),
        partial(desk.say, "agent1", opened, "Leeds.", seen=seen),
    )
    codes = sorted(result.code if isinstance(result, Refused) else "sent" for result in results)
    assert codes == ["sent", "stale"]
    assert len(desk.lines(opened)) == seen + 1


def test_the_same_answer_sent_again_is_one_answer_even_after_the_case_was_taken(desk: Desk) -> None:
    opened, name = desk.ask(), str(uuid4())
    desk.claim("agent0", opened)
    seq = desk.say("agent0", opened, "It is in Reno.", name).seq
    case_holding.take_over(desk.sign_ins["agent1"], opened.case_id, "Gus went home")
    again = desk.say("agent0", opened, "It is in Reno.", name)
    assert (again.seq, again.duplicate) == (seq, True)


def test_an_answer_ends_the_clock_and_the_buyer_starts_it_again(desk: Desk) -> None:
    opened = desk.ask(mode="message")
    promised = desk.case(opened).answer_by
    assert promised
    desk.claim("agent0", opened)
    desk.say("agent0", opened, "Which lamp?")
    case = desk.case(opened)
    assert (case.state, case.asked_at, case.answer_by, case.resolve_by) == ("waiting_buyer", None, None, None)
    assert case.resolve_left
    desk.say("buyer", opened, "The brass one.")
    case = desk.case(opened)
    assert case.state == "assigned"
    assert case.asked_at
    assert case.answer_by
    assert case.resolve_by
    answer = db.session.scalars(select(CaseAnswer)).one()
    assert (answer.is_first, answer.in_time, answer.agent_id) == (True, True, desk.people["agent0"].id)


def test_a_resolved_case_is_opened_again_by_a_message_within_seven_days_and_then_no_more(desk: Desk) -> None:
    opened = desk.ask(mode="message")
    desk.say("agent0", opened, "Done.", then="resolved")
    resolved_at = desk.case(opened).resolved_at
    assert resolved_at
    with time_machine.travel(resolved_at + RESOLVED_FOR - timedelta(seconds=1), tick=False):
        assert case_clockwork.go_round() == 0
        desk.say("buyer", opened, "It is not.")
        case = desk.case(opened)
        assert (case.state, case.agent_id, case.last_agent_id) == ("queued", None, desk.people["agent0"].id)
        desk.say("agent0", opened, "Done now.", then="resolved")
    with time_machine.travel(resolved_at + 2 * RESOLVED_FOR + timedelta(seconds=1), tick=False):
        assert case_clockwork.go_round() == 1
        assert _code(lambda: desk.say("buyer", opened, "Still not.")) == "closed"
        linked = desk.ask("Still not.", mode="message", earlier_id=opened.case_id)
        assert linked.is_new
        assert desk.case(linked).earlier_id == opened.case_id


def test_a_chat_that_nobody_takes_by_the_promised_time_becomes_a_message(desk: Desk) -> None:
    opened = desk.ask()
    take_by = desk.case(opened).take_by
    assert take_by
    for at, mode in ((take_by - timedelta(seconds=1), "chat"), (take_by, "message")):
        with time_machine.travel(at, tick=False):
            db.session.execute(update(Case).values(buyer_seen_at=clock.now()))
            db.session.commit()
            case_clockwork.go_round()
            assert desk.case(opened).mode == mode
    assert desk.lines(opened)[1] == ("BUYER", "Where is it?")
    assert desk.case(opened).answer_by


def test_a_chat_whose_buyer_left_becomes_a_message_and_one_whose_buyer_is_there_does_not(desk: Desk) -> None:
    left, stays = desk.ask(), desk.ask("Me too", who="other")
    for opened in (left, stays):
        desk.claim("agent0", opened)
    with time_machine.travel(clock.now() + BUYER_AWAY_AFTER + timedelta(seconds=1), tick=False):
        case_states.note_buyer(desk.people["other"].id, [left.conversation_id, stays.conversation_id])
        case_clockwork.go_round()
        assert desk.case(left).mode == "message"
        assert desk.case(stays).mode == "chat"
    assert desk.case(left).agent_id == desk.people["agent0"].id


@pytest.mark.parametrize("later", [timedelta(0), BUYER_AWAY_AFTER + timedelta(days=1)])
def test_a_message_that_becomes_a_chat_stays_one_because_who_asks_is_there(desk: Desk, later: timedelta) -> None:
    opened = desk.ask(mode="message")
    with time_machine.travel(clock.now() + later, tick=False):
        assert desk.ask("Is anybody there?").case_id == opened.case_id
        case_clockwork.go_round()
        assert desk.case(opened).mode == "chat"


def test_the_clockwork_asks_again_whether_a_chat_is_due(desk: Desk) -> None:
    taken, here = desk.ask(), desk.ask("Me too", who="other")
    desk.claim("agent0", taken)
    assert not case_states.become_message(None, taken.case_id, "not_taken")
    assert not case_states.become_message(None, here.case_id, "not_taken")
    assert not case_states.become_message(None, here.case_id, "buyer_away")
    assert desk.case(taken).mode == desk.case(here).mode == "chat"


def test_a_chat_goes_back_to_its_place_in_line_when_its_agents_lease_runs_out(desk: Desk) -> None:
    opened = desk.ask()
    place = desk.case(opened).queued_at
    duty.set_duty(desk.sign_ins["agent0"], "on")
    desk.claim("agent0", opened)
    with time_machine.travel(clock.now() + LEASE + timedelta(seconds=1), tick=False):
        case_states.note_buyer(desk.people["buyer"].id, [opened.conversation_id])
        case_clockwork.go_round()
        case = desk.case(opened)
        assert (case.state, case.agent_id, case.queued_at) == ("queued", None, place)


def test_chats_go_by_themselves_to_who_takes_them_and_has_room(desk: Desk) -> None:
    for name, capacity, takes in (("agent0", 1, True), ("agent1", 1, False)):
        duty.set_duty(desk.sign_ins[name], "on")
        duty.set_what_is_taken(desk.sign_ins[name], capacity, takes, [], ["en"])
    first, second = desk.ask(), desk.ask("Me too", who="other")
    case_clockwork.go_round()
    assert desk.case(first).agent_id == desk.people["agent0"].id
    assert desk.case(second).agent_id is None


def test_a_colleagues_case_is_opened_by_a_reason_that_is_kept(desk: Desk) -> None:
    opened = desk.ask()
    desk.claim("agent0", opened)
    with pytest.raises(Faulty):
        case_holding.open_with_reason(desk.sign_ins["agent1"], opened.case_id, "  ")
    case_holding.open_with_reason(desk.sign_ins["agent1"], opened.case_id, "Asked for advice")
    looked = db.session.scalars(select(CaseOpening)).one()
    assert (looked.person_id, looked.reason) == (desk.people["agent1"].id, "Asked for advice")
    assert _code(lambda: case_holding.open_with_reason(desk.sign_ins["seller"], opened.case_id, "x")) == "forbidden"


def test_who_only_looks_at_what_waits_has_not_told_the_buyer_that_it_was_seen(desk: Desk) -> None:
    opened = desk.ask()
    wanted = select(func.count()).where(ReadCursor.voice == "CUSTOMER_SERVICE")
    mark_read(desk.sign_ins["agent0"], opened.conversation_id, 2)
    assert db.session.scalar(wanted) == 0
    desk.claim("agent0", opened)
    mark_read(desk.sign_ins["agent0"], opened.conversation_id, 2)
    assert db.session.scalar(wanted) == 1


def test_the_buyer_says_how_it_went_and_nobody_else_does(desk: Desk) -> None:
    opened = desk.ask(mode="message")
    buyer = desk.sign_ins["buyer"]
    assert _code(lambda: case_states.rate(buyer, opened.case_id, 5, "")) == "forbidden"
    desk.say("agent0", opened, "Done.", then="resolved")
    case_states.rate(buyer, opened.case_id, 4, "Quick")
    for score in (0, 6):
        with pytest.raises(Faulty):
            case_states.rate(buyer, opened.case_id, score, "")
    for stranger in ("other", "agent0", "seller"):
        sign_in = desk.sign_ins[stranger]
        assert _code(lambda who=sign_in: case_states.rate(who, opened.case_id, 1, "")) == "forbidden"  # type: ignore[misc]


def test_a_case_is_handed_to_a_colleague_or_a_team_by_who_holds_it_alone(desk: Desk) -> None:
    opened, colleague = desk.ask(mode="message"), desk.people["agent1"].id
    desk.claim("agent0", opened)
    sign_ins = desk.sign_ins
    assert (
        _code(lambda: case_holding.transfer_to_person(sign_ins["agent2"], opened.case_id, colleague, "why"))
        == "stale"
    )
    seller = desk.people["seller"].id
    assert (
        _code(lambda: case_holding.transfer_to_person(sign_ins["agent0"], opened.case_id, seller, "why"))
        == "bad_request"
    )
    case_holding.transfer_to_person(sign_ins["agent0"], opened.case_id, colleague, "She knows the shop")
    assert desk.case(opened).agent_id == colleague
    case_holding.transfer_to_team(sign_ins["agent1"], opened.case_id, "payments", "A double charge")
    case = desk.case(opened)
    assert (case.team, case.state, case.agent_id) == ("payments", "queued", None)
