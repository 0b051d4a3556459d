"""A condition on several values that is one parameter, however many they are: a statement is compiled once."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ARRAY, BindParameter, Boolean, Dialect, Integer, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


class Values(TypeDecorator[Collection[Any]]):
    """Numbers or texts: an array on PostgreSQL, JSON on SQLite."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[TypeEngine[Any]]) -> None:
        super().__init__()
        self.kind = kind

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else ARRAY(self.kind))

    def process_bind_param(self, value: Collection[Any] | None, dialect: Dialect) -> Any:
        values = list(value or ())
        return json.dumps(values) if dialect.name == "sqlite" else values


class _OneOf(FunctionElement[bool]):
    inherit_cache = True
    type = Boolean()
    name = "one_of"

    def self_group(self, against: Any = None) -> "_OneOf":
        """As it is: "= 1" behind it, as behind a function that answers 0 or 1, would keep SQLite from every index."""
        return self


@compiles(_OneOf)
def _array(element: _OneOf, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = (compiler.process(each, **kw) for each in element.clauses)
    return f"{column} = ANY({values})"


@compiles(_OneOf, "sqlite")
def _json(element: _OneOf, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = (compiler.process(each, **kw) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - both are compiled


def one_of(column: Any, name: str, kind: type[TypeEngine[Any]] = Integer) -> FunctionElement[bool]:
    """Is the column one of the values that are given under this name when the statement runs?"""
    values: BindParameter[Any] = bindparam(name, [], type_=Values(kind))
    return _OneOf(column, values)
