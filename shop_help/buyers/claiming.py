"""A claim that is being written: what was filled in, what each step offers, and what its file holds already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from shop_help import identity, request_words
from shop_help.actions.protection.drafting import mark_of
from shop_help.actions.protection.judging import line_classes, quoted
from shop_help.buyers.coverage import Covered, coverage_of
from shop_help.dates import day
from shop_help.extensions import db
from shop_help.models.claim_facts import count_photos_before
from shop_help.models.claim_holdings import Holdings, holdings_of
from shop_help.models.shown_claims import draft_of, draft_photos
from shop_help.models.shown_lines import ShownLine
from shop_help.models.shown_orders import ShownOrder
from shop_help.models.shown_parcels import ShownPackage
from shop_help.models.shown_requests import requests_of_order
from shop_help.order_words import zone_of
from shop_help.policy.claims import STEPS, ClaimFacts, claim_faults
from shop_help.policy.faults import Fault
from shop_help.policy.reasons import REASONS, Reason, reasons_for
from shop_help.policy.refunds import Quote
from shop_help.policy.wording import N_
from shop_help.presentation import money, short_number
from shop_help.speech import gettext as _
from shop_help.speech import ngettext

#: A step in the line of steps, and the question it asks.
STEP_WORDS = {
    "items": (N_("Items"), N_("Which items is it about?")),
    "reason": (N_("Reason"), N_("What happened?")),
    "wanted": (N_("Wish"), N_("What do you want?")),
    "evidence": (N_("Photos"), N_("Show and tell")),
    "check": (N_("Send"), N_("Check and send")),
}
#: What can be wanted, and what follows from it.
WANTS = {
    "refund": (N_("My money back"), N_("Should the item have to go back first, the decision says so.")),
    "return": (N_("Send it back for my money"), N_("You send it with tracking; the money follows once it is there.")),
}


@dataclass(frozen=True)
class Want:
    """Something that can be wanted, in words."""

    code: str
    words: str
    hint: str


@dataclass
class Claim:
    """A claim about an order of whoever asks."""

    order: ShownOrder
    #: Its row, see models.shown_protection; None while nothing was filled in.
    draft: Any = None
    filled: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def coverage(self) -> list[Covered]:
        """What is covered of the order, item by item."""
        return coverage_of(self.order)

    @cached_property
    def covered(self) -> frozenset[int]:
        """Lines that can be claimed now."""
        return frozenset(line.id for each in self.coverage if each.standing == "open" for line in each.lines)

    @property
    def chosen(self) -> list[int]:
        """Lines that it is about."""
        return [line.id for line in self.lines]

    @property
    def lines(self) -> list[ShownLine]:
        return [line for line in self.order.lines if line.id in (self.filled.get("lines") or [])]

    @cached_property
    def is_delivered(self) -> bool:
        """Is all of what it is about there, as far as anybody says?"""
        return line_classes(self.order, self.chosen)[1]

    @cached_property
    def reasons(self) -> list[Reason]:
        """What may have happened to all of these items."""
        return reasons_for("protect", self._classes, self.is_delivered)

    @property
    def reason(self) -> Reason | None:
        return REASONS.get(self.filled.get("reason", ""))

    @property
    def wants(self) -> list[Want]:
        """What can be wanted: what never came can't go back."""
        never_came = not self.is_delivered or self.filled.get("reason") == "not_received"
        return [
            Want(code, _(words), _(hint))
            for code, (words, hint) in WANTS.items()
            if code == "refund" or not never_came
        ]

    @property
    def want(self) -> Want | None:
        return next((want for want in self.wants if want.code == self.filled.get("wanted")), None)

    @cached_property
    def back(self) -> Quote:
        """What these items give back, with their share of shipping: what it covers is never the buyer's fault."""
        return quoted(db.session.connection(), self.order.id, self.chosen)

    @property
    def most(self) -> int:
        """All of it, in minor units."""
        return self.back.total

    @property
    def back_rows(self) -> list[dict[str, Any]]:
        """Item by item, then shipping."""
        rows = [{"name": line.name, "amount": self.back.of_line(line.id)} for line in self.lines]
        return rows + ([{"name": _("Shipping"), "amount": self.back.shipping}] if self.back.shipping else [])

    @cached_property
    def photos(self) -> Sequence[Any]:
        """Photos that lie with it."""
        return draft_photos(self.draft.id) if self.draft else []

    @property
    def mark(self) -> str:
        """A name for exactly what stands here: what was changed on another phone meanwhile isn't sent unread."""
        return mark_of(self.draft.data, sorted(photo.id for photo in self.photos)) if self.draft else ""

    @cached_property
    def facts(self) -> ClaimFacts:
        """What decides whether a step is filled in well."""
        return ClaimFacts(
            covered=self.covered,
            classes=self._classes,
            is_delivered=self.is_delivered,
            most=self.most,
            photos=len(self.photos),
            photos_before=count_photos_before(db.session.connection(), self.chosen),
        )

    @cached_property
    def faults(self) -> dict[str, Mapping[str, Fault]]:
        """The steps that are still to be filled in, each with what is wrong."""
        return dict(claim_faults(self.filled, self.facts))

    @property
    def reached(self) -> str:
        """The step that comes next."""
        return next((step for step in STEPS if step in self.faults), STEPS[-1])

    @property
    def _classes(self) -> tuple[str, ...]:
        return tuple(line.item_class for line in self.lines)

    @cached_property
    def holdings(self) -> Holdings:
        """The talk with the seller."""
        return holdings_of(identity.current().person_id, self.order.id)

    @property
    def photos_before(self) -> list[Any]:
        """Photos that the buyer sent to the seller."""
        own = identity.current().person_id
        return [photo for photo in self.holdings.photos if photo.person_id == own]

    @property
    def order_words(self) -> str:
        paid_at = self.order.paid_at or self.order.created_at
        return _(
            "%(number)s, bought on %(day)s, %(total)s",
            number=short_number(self.order.number),
            day=day(paid_at, zone_of(self.order)),
            total=money(self.order.total, self.order.currency),
        )

    @property
    def tracking(self) -> list[str]:
        """Each parcel in a few words."""
        return [_parcel_words(package, zone_of(self.order)) for package in self.order.packages]

    @property
    def talk_words(self) -> str:
        if not self.holdings.messages:
            return ""
        return ngettext(
            "%(num)s message, the last one on %(day)s",
            "%(num)s messages, the last one on %(day)s",
            self.holdings.messages,
            day=day(self.holdings.talk.last_message_at, zone_of(self.order)),
        )

    @cached_property
    def requests(self) -> list[dict[str, Any]]:
        """What was asked of the seller before, how it stands, and its clock."""
        zone = zone_of(self.order)
        return [
            {
                "title": _(
                    "%(kind)s, asked on %(day)s",
                    kind=request_words.kind_word(each.kind),
                    day=day(each.asked_at, zone),
                ),
                "words": request_words.sentence_of(each, each.is_disputed),
                "clock": request_words.clock_of(each, zone, "BUYER"),
            }
            for each in requests_of_order(self.order.id)
        ]


def _parcel_words(package: ShownPackage, zone: str) -> str:
    name = " ".join(filter(None, (package.carrier, package.tracking_number)))
    if package.delivered_at:
        return _("%(parcel)s, delivered on %(day)s", parcel=name, day=day(package.delivered_at, zone))
    last = max(package.events, key=lambda event: event.happened_at, default=None)
    if last is None:
        return _("%(parcel)s, not seen yet", parcel=name)
    return _("%(parcel)s, last seen on %(day)s", parcel=name, day=day(last.happened_at, zone))


def claim_of(order: ShownOrder) -> Claim:
    """The claim about an order of whoever asks, as far as it is written."""
    draft = draft_of(identity.current().person_id, order.id)
    return Claim(order, draft, draft.data if draft else {})
