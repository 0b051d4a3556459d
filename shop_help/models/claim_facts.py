"""What a claim stands on besides its own words: photos of its lines that were sent with requests before."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, distinct, func, select

from shop_help.models.claim import Evidence
from shop_help.models.order_request import OrderRequest, RequestLine, RequestPhoto


def count_photos(connection: Connection, draft_id: int) -> int:
    """How many photos lie with a claim."""
    wanted = select(func.count()).where(Evidence.draft_id == draft_id, Evidence.kind == "photo")
    return int(connection.execute(wanted).scalar_one())


def _sent_before(line_ids: Collection[int]) -> Any:
    """Photos that the buyer sent with requests about these lines."""
    return (
        select(RequestPhoto.photo_id)
        .join(OrderRequest, OrderRequest.id == RequestPhoto.request_id)
        .join(RequestLine, RequestLine.request_id == OrderRequest.id)
        .where(RequestLine.line_id.in_(list(line_ids)), RequestPhoto.voice == "BUYER")
    )


def photos_before(connection: Connection, line_ids: Collection[int]) -> Sequence[str]:
    """Their ids, each once."""
    return sorted(set(connection.execute(_sent_before(line_ids)).scalars()))


def count_photos_before(connection: Connection, line_ids: Collection[int]) -> int:
    """How many they are."""
    found = _sent_before(line_ids).subquery()
    return int(connection.execute(select(func.count(distinct(found.c.photo_id)))).scalar_one())
