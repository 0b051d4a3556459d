"""What comes of sending, by mail or push."""

from dataclasses import dataclass

#: `SENT`: the other side has it. `LATER`: worth another try. `REFUSED`: not worth one.
SENT, LATER, REFUSED = "sent", "later", "refused"


@dataclass(frozen=True)
class Outcome:
    """`reason`: one of policy.delivery_log.REASONS, with the other side's number; its words would hold addresses."""

    what: str
    reason: str = ""
