"""Pages of rows behind a token that nobody has to understand."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select, tuple_

from shop_help.models.reading import rows_of
from shop_help.paging import cut, place, place_of
from shop_help.partner_api.calling import Call
from shop_help.partner_api.fields import wrong


def token_of(word: str) -> str:
    return urlsafe_b64encode(word.encode()).decode().rstrip("=")


def word_of(token: str) -> str:
    """What a token of ours was made from. Raises Declined for another."""
    try:
        return urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
    except (Error, ValueError) as error:
        raise wrong("page_token", "is none of ours") from error


def page_of(
    call: Call, statement: Select[Any], instants: dict[str, Any], row_id: Any, most: int, first: str = "DESC"
) -> tuple[Sequence[Any], int, str]:
    """A page of rows, how many there are in all, and the token of the next page or nothing.

    `instants`: the columns that sort_field may name, the first by itself; each stands in the rows by its own name.
    """
    size = call.query.number("page_size", 1, most, 10)
    names = list(instants)
    instant = instants[call.query.chosen("sort_field", names, names[0])]
    is_rising = call.query.chosen("sort_order", ("ASC", "DESC"), first) == "ASC"
    total = rows_of(select(func.count()).select_from(statement.with_only_columns(row_id).subquery()))[0][0]
    token = call.query.text("page_token", "")
    if token:
        found = place_of(word_of(token))
        if found is None:
            raise wrong("page_token", "is none of ours")
        here = tuple_(*found, types=[instant.type, row_id.type])
        statement = statement.where(tuple_(instant, row_id) > here if is_rising else tuple_(instant, row_id) < here)
    by = (instant.asc(), row_id.asc()) if is_rising else (instant.desc(), row_id.desc())
    rows, last = cut(rows_of(statement.order_by(*by).limit(size + 1)), size)
    return rows, total, token_of(place(getattr(last, instant.key), last.id)) if last is not None else ""
