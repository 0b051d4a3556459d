"""How often the demo's buyers read the answers of Help lately, so that the report of it has something to show."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from shop_help import clock
from shop_help.database import write_unit
from shop_help.extensions import db
from shop_help.models import HelpOutcome, HelpQuestion
from shop_help.policy.figures import COUNTED_AFTER_DAYS
from shop_help.policy.markets import DEFAULT_MARKET

#: Days of readings; questions that anybody read.
DAYS, READ = 60, 16


def seed_readings() -> int:
    """Counts readings of the last weeks where none are counted yet; of how many days and questions."""
    today = clock.now().astimezone(ZoneInfo(DEFAULT_MARKET.zone)).date()
    with write_unit(db.session) as session:
        if session.scalar(select(HelpOutcome.day).limit(1)) is not None:
            return 0
        questions = session.scalars(select(HelpQuestion.id).order_by(HelpQuestion.id).limit(READ)).all()
        days = [today - timedelta(days=COUNTED_AFTER_DAYS + offset) for offset in range(DAYS)]
        rows = [_counted(day, place, key) for day in days for place, key in enumerate(questions)]
        session.add_all(rows)
    return len(rows)


def _counted(day: date, place: int, question_id: int) -> HelpOutcome:
    """More on weekends, fewer of what stands further down; of some answers many still write to us."""
    readings = 1 + (day.toordinal() * 7 + place * 3) % 5 + (READ - place) // 3 + 2 * (day.weekday() > 4)
    contacted = readings * (10 + place * 13 % 40) // 100
    return HelpOutcome(
        day=day, market=DEFAULT_MARKET.code, question_id=question_id, readings=readings, contacted=contacted
    )
