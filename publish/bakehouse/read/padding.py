"""Rows with fewer cells than the header, filled with empty ones where that is declared: told."""

from collections.abc import Iterator, Sequence
from typing import Any

import ibis

from publish.bakehouse.read.exports import Remark
from publish.bakehouse.read.parse import Parse

LISTED = 5


def padded(parse: Parse, table: Any) -> Iterator[Remark]:
    """How many rows of a view were filled, and on which lines the first stand."""
    last = table[parse.headers[-1]]
    numbered = table.select(last=last, number=ibis.row_number())
    short = numbered.filter(numbered["last"].isnull())
    count = int(short.count().to_pyarrow().as_py())
    if count:
        first = short.order_by("number").limit(LISTED).to_pyarrow()["number"].to_pylist()
        yield Remark(
            "padded-rows",
            f"{listed(parse.lines(first), count)}: fewer cells than the header; "
            "the rest is taken for empty (`ragged: pad`)",
            "complete them in the export, or refuse them by `ragged: reject`",
            public=True,
        )


def listed(lines: Sequence[int], count: int) -> str:
    """`line 3`, or `lines 3, 7 and 10 more`; `lines` are at least the first of `count`."""
    shown = ", ".join(map(str, lines[:LISTED]))
    more = f" and {count - LISTED} more" if count > LISTED else ""
    return f"line{'s' if count > 1 else ''} {shown}{more}"
