"""The acts of Help on both databases: one vote a person, question and order; no version overwrites another."""

import threading
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop_help.actions.help_catalogue import install_questions
from shop_help.actions.help_questions import change_question, restore_version
from shop_help.actions.help_votes import vote
from shop_help.extensions import db
from shop_help.help_finding import catalogue
from shop_help.models import HelpQuestion, HelpText, HelpVote, Order, Person, Role, Shop, SignIn
from shop_help.policy.faults import Faulty
from shop_help.policy.messages import Refused

WORDS = ("May I?", "can i", "You **may**.")


def person(role_name: str) -> str:
    """Somebody's sign-in."""
    role = db.session.scalar(select(Role).where(Role.name == role_name)) or Role(name=role_name)
    someone = Person(name=role_name, fs_uniquifier=uuid4().hex, roles=[role], adult_confirmed_by="the test")
    db.session.add(someone)
    db.session.flush()
    db.session.add(SignIn(id=uuid4().hex, person_id=someone.id))
    db.session.commit()
    return db.session.scalars(select(SignIn.id).where(SignIn.person_id == someone.id)).one()


def ordered(sign_in_id: str) -> int:
    buyer = db.session.scalars(select(SignIn.person_id).where(SignIn.id == sign_in_id)).one()
    shop, now = Shop(external_id=uuid4().hex, name="Luma"), datetime.now(UTC)
    db.session.add(shop)
    db.session.flush()
    order = Order(
        number=uuid4().hex, buyer_id=buyer, shop_id=shop.id, market="US", state="DELIVERED", currency="USD",
        created_at=now, updated_at=now,
    )  # fmt: skip
    db.session.add(order)
    db.session.commit()
    return order.id


@pytest.fixture
def question(app: Flask) -> int:
    """A question's id, all of them installed."""
    install_questions()
    return db.session.scalars(select(HelpQuestion.id).where(HelpQuestion.slug == "parcel-late")).one()


def votes() -> list[tuple[int | None, bool]]:
    db.session.rollback()
    return [(row.order_id, row.helped) for row in db.session.scalars(select(HelpVote).order_by(HelpVote.id))]


def test_the_last_answer_counts_for_each_order_and_for_none(question: int) -> None:
    ana = person("buyer")
    order = ordered(ana)
    for order_id, helped in ((None, True), (order, True), (None, False), (order, True)):
        vote(ana, question, order_id, helped)
    assert votes() == [(None, False), (order, True)]


def test_nobody_answers_about_a_strangers_order_or_without_being_a_buyer(question: int) -> None:
    ana, bruno, sol = person("buyer"), person("buyer"), person("seller")
    for sign_in, asked, order_id in ((bruno, question, ordered(ana)), (sol, question, None), (ana, 999_999, None)):
        with pytest.raises(Refused):
            vote(sign_in, asked, order_id, True)
    with pytest.raises(Refused, match="signed_out"):
        vote("nobody", question, None, True)
    assert votes() == []


def test_two_taps_at_once_are_one_answer(app: Flask, question: int) -> None:
    ana, errors = person("buyer"), list[BaseException]()
    ready = threading.Barrier(4)

    def tap(helped: bool) -> None:
        with app.app_context():
            try:
                ready.wait(10)
                vote(ana, question, None, helped)
            except BaseException as error:
                errors.append(error)
            finally:
                db.session.remove()

    taps = [threading.Thread(target=tap, args=(number % 2 == 0,)) for number in range(4)]
    for each in taps:
        each.start()
    for each in taps:
        each.join(20)
    assert errors == []
    assert len(votes()) == 1


def test_two_edits_of_the_same_version_are_one_edit_and_one_notice(app: Flask, question: int) -> None:
    noor, ready, told = person("operator"), threading.Barrier(2), list[str]()

    def edit(words: str) -> None:
        with app.app_context():
            try:
                ready.wait(10)
                change_question(noor, question, 1, words, "", "You may.")
                told.append("written")
            except Faulty as faulty:
                told.append(",".join(faulty.faults))
            finally:
                db.session.remove()

    edits = [threading.Thread(target=edit, args=(words,)) for words in ("Mine?", "Yours?")]
    for each in edits:
        each.start()
    for each in edits:
        each.join(20)
    assert sorted(told) == ["body", "written"]
    db.session.rollback()
    wanted = select(func.count()).select_from(HelpText).where(HelpText.question_id == question)
    assert db.session.scalar(wanted) == 2


def test_an_edit_survives_an_update_and_goes_back_by_a_new_version(question: int) -> None:
    noor = person("operator")
    change_question(noor, question, 1, *WORDS)
    assert install_questions().kept == 1
    changed = catalogue().called("parcel-late")
    assert changed is not None
    assert (changed.version, changed.question, changed.body) == (2, WORDS[0], WORDS[2])
    restore_version(noor, question, 1)
    back = catalogue().called("parcel-late")
    assert back is not None
    assert (back.version, back.question) == (3, "My parcel is late")


def test_only_operators_edit(question: int) -> None:
    for role in ("buyer", "seller", "agent"):
        with pytest.raises(Refused):
            change_question(person(role), question, 1, *WORDS)
        with pytest.raises(Refused):
            restore_version(person(role), question, 1)
