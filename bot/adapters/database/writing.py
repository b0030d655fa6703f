"""One writing transaction: whoever reads in it in order to write is not overtaken."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """
    A transaction that commits at its end, or not at all.

    SQLite's begins as a writer's. It would else begin as a reader's, at its first SELECT, and fail at its first write
    where somebody else has written in between.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection
        connection.commit()
