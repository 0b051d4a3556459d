"""What the demo's people asked of their sellers: each as the acts would have left it, at a time relative to now."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from shop_help import clock
from shop_help.demo.request_plans import REQUESTS
from shop_help.extensions import db
from shop_help.models import Deadline, LogEntry, Message, Order, OrderRequest, Photo, Refund, RequestPhoto
from shop_help.models.shown_requests import requests_of_order
from shop_help.policy.request_events import PAST
from shop_help.policy.request_states import step_for
from shop_help.request_words import clock_of

EVENTS = {past: event for event, past in PAST.items()}


def _requests() -> list[OrderRequest]:
    return list(db.session.scalars(select(OrderRequest).order_by(OrderRequest.id)))


def test_it_shows_what_waits_what_was_offered_refused_sent_back_and_refunded(app: Flask) -> None:
    found = {(row.kind, row.state, row.mover) for row in _requests()}
    assert found == {
        ("return", "pending", "SHOP"),
        ("return", "receipt_rejected", "BUYER"),
        ("refund", "partial_offered", "BUYER"),
        ("return", "in_return", "SHOP"),
        ("return", "refunded", ""),
        ("cancellation", "pending", "SHOP"),
        ("address_change", "pending", "SHOP"),
    }
    assert len(_requests()) == len(REQUESTS)


def test_each_came_to_its_state_by_the_table_and_its_clock_runs_for_hours_yet(app: Flask) -> None:
    now = clock.now()
    for row in _requests():
        state = "pending"
        entries = db.session.scalars(select(LogEntry).where(LogEntry.order_id == row.order_id).order_by(LogEntry.id))
        for entry in entries:
            if entry.what in ("request.asked",) or not entry.what.startswith("request."):
                continue
            step = step_for(EVENTS[entry.what.removeprefix("request.")], entry.voice, row.kind, state)
            assert step is not None, (row.id, entry.what)
            state = step.to
        assert state == row.state
        assert row.asked_at <= row.moved_at <= now
        running = db.session.scalar(select(Deadline).where(Deadline.open_key == f"order_request:{row.id}"))
        assert (running and running.due_at) == row.due_at
        if running is not None:
            assert running.due_at > now + timedelta(hours=2)
            assert running.remind_at is None or running.remind_at > now + timedelta(hours=2)


def test_nothing_was_done_before_it_could_be(app: Flask) -> None:
    for order in db.session.scalars(select(Order).where(Order.id.in_([row.order_id for row in _requests()]))):
        request = requests_of_order(order.id)[0]
        assert request.asked_at > (order.delivered_at or order.paid_at)
        assert request.row.verdict["eligible"]
        assert clock_of(request, "UTC") or request.state == "refunded"
    refunds = select(Refund).where(Refund.request_id.is_not(None))
    assert [refund.state for refund in db.session.scalars(refunds)] == ["done"]


def test_messages_stand_in_the_order_of_their_times_and_the_photos_beside_them(app: Flask) -> None:
    talks = [row.conversation_id for row in _requests()]
    for talk in talks:
        wanted = select(Message.created_at).where(Message.conversation_id == talk).order_by(Message.seq)
        times = list(db.session.scalars(wanted))
        assert times == sorted(times)
    shown = select(Photo.conversation_id).join(RequestPhoto, RequestPhoto.photo_id == Photo.id)
    assert set(db.session.scalars(shown)) <= set(talks)
    assert len(list(db.session.scalars(select(RequestPhoto)))) == 3
