"""What belongs to things that are shown: lines, photos, parcels. One statement for all of them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, bindparam

from shop_help.models.prepared import Prepared
from shop_help.models.reading import rows_of


class Belonging:
    """The rows of a statement that belong to some things, in an order: of one thing by a prepared statement, of
    several by a list. `owner_id`: the column that says to which."""

    def __init__(self, wanted: Any, owner_id: Any, *sorting: Any) -> None:
        self._of_one = Prepared(wanted.where(owner_id == bindparam("owner", 0)).order_by(*sorting))
        several: BindParameter[Any] = bindparam("owners", [], expanding=True)
        self._of_several = wanted.where(owner_id.in_(several)).order_by(*sorting)

    def of(self, ids: Sequence[int]) -> Sequence[Any]:
        """Of these things; nothing of none."""
        if len(ids) == 1:
            return rows_of(self._of_one, owner=ids[0])
        return rows_of(self._of_several, owners=ids) if ids else ()
