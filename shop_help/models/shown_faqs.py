"""The most common questions over a conversation: the shop's own, or those for all shops where it has none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from shop_help.extensions import db
from shop_help.models.faq import ShopFaq, StandardFaq
from shop_help.models.prepared import Prepared
from shop_help.models.reading import rows_of
from shop_help.models.translations import Translations


@dataclass(frozen=True, slots=True)
class ShownFaq:
    """A question with its answer, not filled yet."""

    id: int
    question: str
    answer: str
    states: list[str]
    #: It is the marketplace's; else the shop's.
    is_standard: bool
    translations: Translations


_OWN = Prepared(
    select(ShopFaq.id, ShopFaq.question, ShopFaq.answer, ShopFaq.states)
    .where(ShopFaq.shop_id == bindparam("shop", 0))
    .order_by(ShopFaq.asked.desc(), ShopFaq.id)
)
_STANDARD = Prepared(
    select(
        StandardFaq.id, StandardFaq.question, StandardFaq.answer, StandardFaq.states, StandardFaq.translations
    ).order_by(StandardFaq.asked.desc(), StandardFaq.id)
)


def faqs_of(shop_id: int, state: str, most: int) -> list[ShownFaq]:
    """Those that fit an order's state, the most asked first; `state` is empty without an order."""
    own = rows_of(_OWN, shop=shop_id)
    if own:
        return [_shown(row, False, {}) for row in own if _fits(row, state)][:most]
    return [_shown(row, True, row.translations) for row in rows_of(_STANDARD) if _fits(row, state)][:most]


def _fits(row: Any, state: str) -> bool:
    return not row.states or state in row.states


def _shown(row: Any, is_standard: bool, translations: Translations) -> ShownFaq:
    return ShownFaq(row.id, row.question, row.answer, row.states, is_standard, translations)


def standard_faqs() -> Sequence[StandardFaq]:
    """Those for all shops, the most asked first."""
    return db.session.scalars(select(StandardFaq).order_by(StandardFaq.asked.desc(), StandardFaq.id)).all()


_ONE = Prepared(select(ShopFaq.id).where(ShopFaq.shop_id == bindparam("shop", 0)).limit(1))


def has_own(shop_id: int) -> bool:
    """Does the shop answer with questions of its own?"""
    return bool(rows_of(_ONE, shop=shop_id))
