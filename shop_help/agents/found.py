"""A case as an agent finds it: who may not know of it gets 404; who may not read it yet says why first."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import abort

from shop_help import clock, identity
from shop_help.models.case_log import turn_of
from shop_help.models.shown_cases import shown_case
from shop_help.policy.case_acts import acts_on
from shop_help.policy.case_turns import Turn
from shop_help.policy.permissions import ConversationFacts, may_answer_cases, may_hold_case, may_read_case
from shop_help.presentation import first_name


@dataclass(frozen=True)
class FoundCase:
    """A case, and what the agent who looks may do with it."""

    row: Any
    viewer: identity.Viewer

    @property
    def id(self) -> int:
        return int(self.row.case_id)

    @cached_property
    def turn(self) -> Turn:
        """Whose turn it is."""
        return turn_of(self.row)

    @cached_property
    def facts(self) -> ConversationFacts:
        """What decides who may do what with it."""
        openers = frozenset({self.viewer.person_id} if self.row.has_opened else ())
        return ConversationFacts(
            self.row.buyer_id, None, self.row.closed_at is not None, self.row.agent_id, openers=openers
        )

    @property
    def may_read(self) -> bool:
        """May its talk be read now?"""
        return may_read_case(self.viewer, self.facts)

    @property
    def may_hold(self) -> bool:
        """May it be answered, as its agent or by claiming it?"""
        return may_hold_case(self.viewer, self.facts)

    @property
    def is_own(self) -> bool:
        """Do they hold it?"""
        return bool(self.row.agent_id == self.viewer.person_id)

    @cached_property
    def acts(self) -> frozenset[str]:
        """Names of policy.case_acts."""
        return acts_on(self.viewer, self.facts, self.row.state, self.row.mode)

    @property
    def buyer(self) -> str:
        """What one calls the buyer."""
        return first_name(self.row.buyer_name)

    @property
    def holder(self) -> str:
        """What one calls the colleague who holds it, or nothing."""
        return first_name(self.row.agent_name) if self.row.agent_name and not self.is_own else ""


def found_case(case_id: int) -> FoundCase:
    """The case, for an agent who may know of it; 404 for anybody else."""
    viewer = identity.current()
    row = shown_case(case_id, viewer.person_id, clock.now())
    found = FoundCase(row, viewer) if row is not None else None
    if found is None or not may_answer_cases(viewer, found.facts):
        abort(404)
    return found


def readable_case(case_id: int) -> FoundCase:
    """The case, for an agent who may read it now; for a part of a page that nobody else is shown."""
    found = found_case(case_id)
    if not found.may_read:
        abort(404)
    return found
