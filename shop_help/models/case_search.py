"""Finding cases by what was said in them: the newest lines that hold all the words, a case once, newest first.

A search looks through a bounded number of lines, so that a word that stands everywhere costs no more than others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Subquery, bindparam, cast, column, func, literal_column, select, table
from sqlalchemy.dialects.postgresql import TSQUERY

from shop_help.extensions import db
from shop_help.models.case import Case
from shop_help.models.case_text import CaseText
from shop_help.paging import cut

#: Rows of a page.
PAGE = 30
#: Of the lines that hold the words, so many of the newest are looked at.
LOOKED_THROUGH = 10_000

#: What each database's own index is asked by; the other one has no such thing.
_WORDS = table("case_words", column("rowid"), column("case_words"))
_TOKENS: ColumnElement[Any] = literal_column("case_texts.tokens")


@dataclass(frozen=True)
class Sought:
    """What an agent looks for: `words` are plain; `states`, `agent_id` (0: nobody) and `team` narrow it down."""

    person_id: int
    words: Sequence[str]
    number: int | None = None
    states: Sequence[str] = ()
    agent_id: int | None = None
    team: str = ""
    #: The line behind which the page begins.
    after: int | None = None

    @property
    def filters(self) -> list[ColumnElement[bool]]:
        """What is asked of a case. Nobody looks into what they asked themselves as a buyer."""
        asked = [Case.buyer_id != self.person_id]
        if self.states:
            asked.append(Case.state.in_(self.states))
        if self.agent_id is not None:
            asked.append(Case.agent_id == self.agent_id if self.agent_id else Case.agent_id.is_(None))
        return [*asked, Case.team == self.team] if self.team else asked


@dataclass(frozen=True)
class Found:
    """A page: (case, line) with the newest line that fits, where the next page begins, whether there is more than
    was looked through, and the case whose number was typed."""

    lines: Sequence[tuple[int, int]]
    after: int | None
    is_cut: bool
    numbered: int | None = None


def found_cases(sought: Sought) -> Found:
    """A page of the cases that are found."""
    numbered = _numbered(sought)
    lines = _lines(sought.words)
    newest = func.max(lines.c.id).label("newest")
    asked = (
        select(lines.c.case_id, newest)
        .join(Case, Case.id == lines.c.case_id)
        .where(*sought.filters)
        .group_by(lines.c.case_id)
        .order_by(newest.desc())
        .limit(PAGE + 1)
    )
    if sought.after is not None:
        asked = asked.having(newest < sought.after)
    if numbered is not None:
        asked = asked.where(lines.c.case_id != numbered)
    listed = [(row.case_id, row.newest) for row in db.session.execute(asked)]
    page, last = cut(listed, PAGE)
    after = last[1] if last else None
    is_cut = after is None and db.session.scalar(select(func.count()).select_from(lines)) == LOOKED_THROUGH
    return Found(page, after, is_cut, numbered if sought.after is None else None)


def _lines(words: Sequence[str]) -> Subquery:
    """The newest lines that hold all the words, or begin with them."""
    listed: Any = select(CaseText.id, CaseText.case_id)
    order: Any = CaseText.id
    if db.engine.dialect.name == "sqlite":
        typed = " ".join(f'"{word}"' if len(word) == 1 else f'"{word}"*' for word in words)
        listed = listed.join(_WORDS, _WORDS.c.rowid == CaseText.id)
        listed = listed.where(_WORDS.c.case_words.op("MATCH")(bindparam("typed", typed)))
        # In its own order the full-text table reads the newest first, and stops.
        order = _WORDS.c.rowid
    else:
        typed = " & ".join(f"'{word}'" if len(word) == 1 else f"'{word}':*" for word in words)
        listed = listed.where(_TOKENS.op("@@")(cast(bindparam("typed", typed), TSQUERY)))
    found: Subquery = listed.order_by(order.desc()).limit(LOOKED_THROUGH).subquery()
    return found


def _numbered(sought: Sought) -> int | None:
    """The case of the number that was typed, if the agent may know of it and the filters let it through."""
    if sought.number is None:
        return None
    return db.session.scalar(select(Case.id).where(Case.id == sought.number, *sought.filters))
