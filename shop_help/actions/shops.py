"""What a shop's people do to their shop: go away, come back, go on holiday."""

from datetime import date
from typing import TypeVar
from zoneinfo import ZoneInfo

from shop_help import clock
from shop_help.announcements import lists as announce
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.identity import Viewer, viewer_of
from shop_help.models import LogEntry, SavedReply, Shop, ShopFaq
from shop_help.policy.faults import refuse_faulty
from shop_help.policy.holidays import days_of, holiday_faults, holiday_of
from shop_help.policy.markets import market_called
from shop_help.policy.messages import Refused
from shop_help.policy.permissions import may_run_shop
from shop_help.policy.shop_texts import away_note_faults
from shop_help.policy.shops import is_on_holiday

Text = TypeVar("Text", ShopFaq, SavedReply)


def set_absence(sign_in_id: str, shop_id: int, is_away: bool, note: str) -> None:
    """The shop is away or back, and says `note` by itself meanwhile. Raises Faulty for a note that can't be."""
    refuse_faulty(away_note_faults(note))
    with write_unit(db.session) as session:
        viewer, shop = shop_run_by(sign_in_id, shop_id)
        if (shop.is_away, shop.away_note) == (is_away, note):
            return
        what = "shop.away_note_changed"
        if shop.is_away != is_away:
            what = "shop.went_away" if is_away else "shop.came_back"
        shop.is_away, shop.away_note = is_away, note
        session.add(log_of(what, viewer, shop_id, note=note))
    announce.shop_changed(shop_id)


def set_holiday(sign_in_id: str, shop_id: int, first: date | None, last: date | None) -> None:
    """The shop is on holiday from the first day to the last, both whole. Raises Faulty for days that can't be."""
    with write_unit(db.session) as session:
        viewer, shop = shop_run_by(sign_in_id, shop_id)
        refuse_faulty(holiday_faults(first, last, today_of(shop), _begun(shop)))
        if first is None or last is None:
            return
        shop.holiday_from, shop.holiday_until = holiday_of(first, last, zone_of(shop))
        session.add(log_of("shop.holiday_set", viewer, shop_id, first=first.isoformat(), last=last.isoformat()))
    announce.shop_changed(shop_id)


def end_holiday(sign_in_id: str, shop_id: int) -> None:
    """A running holiday ends now, and what it paused stays paused; one that hasn't begun is called off."""
    with write_unit(db.session) as session:
        viewer, shop = shop_run_by(sign_in_id, shop_id)
        now = clock.now()
        if shop.holiday_until is None or shop.holiday_until <= now:
            return
        if is_on_holiday(shop.holiday_from, shop.holiday_until, now):
            shop.holiday_until = now
            session.add(log_of("shop.holiday_ended", viewer, shop_id))
        else:
            shop.holiday_from = shop.holiday_until = None
            session.add(log_of("shop.holiday_called_off", viewer, shop_id))
    announce.shop_changed(shop_id)


def shop_run_by(sign_in_id: str, shop_id: int) -> tuple[Viewer, Shop]:
    """The person of a sign-in and the shop they run, asked under the write lock. Raises Refused for anybody else."""
    viewer = viewer_of(sign_in_id)
    if viewer is None:
        raise Refused("signed_out")
    shop = db.session.get(Shop, shop_id, with_for_update=True)
    if shop is None or not may_run_shop(viewer, shop_id):
        raise Refused("forbidden")
    return viewer, shop


def text_run_by(sign_in_id: str, model: type[Text], row_id: int) -> tuple[Viewer, Text]:
    """Who a sign-in is, and a question or reply of a shop they run. Raises Refused for what isn't there for them."""
    row = db.session.get(model, row_id)
    if row is None:
        raise Refused("forbidden")
    return shop_run_by(sign_in_id, row.shop_id)[0], row


def log_of(what: str, viewer: Viewer, shop_id: int, **data: object) -> LogEntry:
    """A line of the shop's timeline."""
    return LogEntry(what=what, voice="SHOP", person_id=viewer.person_id, shop_id=shop_id, data=data)


def zone_of(shop: Shop) -> str:
    """The zone in which a shop's days are counted: its market's."""
    return market_called(shop.market).zone


def today_of(shop: Shop) -> date:
    """The day it is where the shop is."""
    return clock.now().astimezone(ZoneInfo(zone_of(shop))).date()


def _begun(shop: Shop) -> date | None:
    """The first day of the holiday that runs."""
    begin, end = shop.holiday_from, shop.holiday_until
    if begin is None or end is None or not is_on_holiday(begin, end, clock.now()):
        return None
    return days_of(begin, end, zone_of(shop))[0]
