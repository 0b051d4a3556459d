"""What programs are answered: said here once, for the answers themselves and for their description."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from shop_help.order_feed.remarks import Remark

Outcome = Literal["new", "updated", "unchanged", "older", "refused"]


class OrderTaken(BaseModel):
    """An order is in, or was; `older` changed nothing, for we know a later state of it."""

    number: str
    outcome: Literal["new", "updated", "unchanged", "older"]
    notes: Annotated[list[Remark], Field(description="What was odd about it, and is left out")]


class OrderLine(BaseModel):
    """What became of one place of a batch. Without an outcome it is a note on the batch itself."""

    line: Annotated[int | None, Field(description="Line of JSON Lines, from 1")] = None
    index: Annotated[int | None, Field(description="Place in a list, from 0")] = None
    number: str | None
    outcome: Outcome | None
    problems: list[Remark]
    notes: list[Remark]


class Summary(BaseModel):
    """The last line of a whole answer. Where it is missing, the batch was cut off: send it again."""

    summary: Annotated[dict[Outcome, int], Field(description="How many orders had each outcome")]


class Problem(BaseModel):
    """Why nothing was taken in (RFC 9457)."""

    type: Literal["about:blank"] = "about:blank"
    title: str
    status: int
    detail: str
    code: Annotated[str, Field(description="The kind, for programs")]
    errors: Annotated[list[Remark], Field(description="What is wrong with the order, field by field")] = []
