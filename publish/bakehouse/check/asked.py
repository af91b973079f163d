"""Rows that plain SQL asks about more than once, kept for as long as it does."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import ibis


@dataclass(frozen=True)
class Read:
    """A table of the database, `{rows}` in what it is asked."""

    con: Any
    name: str

    def ask(self, statement: str, **words: object) -> list[tuple[Any, ...]]:
        """The rows of a statement's answer."""
        answer = self.con.con.execute(statement.format(rows=self.name, **words))
        found: list[tuple[Any, ...]] = answer.fetchall()
        return found


@contextmanager
def read_once(rows: Any) -> Iterator[Read]:
    """Rows (Ibis), read once and numbered; a column in no place of another is in place ''."""
    numbered = rows.mutate(_number=ibis.row_number(), _place=ibis.literal(""))
    with kept(numbered, rows.get_backend(), f"regrouped_{id(rows):x}") as read:
        yield read


@contextmanager
def kept(rows: Any, con: Any, name: str) -> Iterator[Read]:
    """A table of rows (Ibis or Arrow), gone when the block ends."""
    con.create_table(name, rows, temp=True)
    try:
        yield Read(con, name)
    finally:
        con.drop_table(name, force=True)
