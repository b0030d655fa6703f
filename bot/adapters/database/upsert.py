"""
Writing a row that may be there already, in one statement.

SQLite and PostgreSQL have the same words for it. SQLAlchemy has them too, once for each, but compiles its own anew
every time, which takes longer than the writing.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Table, TextClause, bindparam, text


def insert_or_replace(table: Table) -> TextClause:
    """Write a whole row, over the one with the same primary key where there is one."""
    keys = [column.name for column in table.primary_key]
    names = [column.name for column in table.columns]
    others = ", ".join(f"{name} = excluded.{name}" for name in names if name not in keys)
    return _insert(table, names, f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {others}")


def insert_if_new(table: Table, columns: Sequence[str], *, unique: Sequence[str]) -> TextClause:
    """Write these columns of a row, unless there is one with the same `unique` ones."""
    return _insert(table, columns, f"ON CONFLICT ({', '.join(unique)}) DO NOTHING")


def _insert(table: Table, names: Sequence[str], on_conflict: str) -> TextClause:
    values = ", ".join(f":{name}" for name in names)
    statement = text(f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({values}) {on_conflict}")  # noqa: S608 (our own names)
    # The types do the encrypting, so they must come along.
    return statement.bindparams(*(bindparam(name, type_=table.columns[name].type) for name in names))
