"""Delimited text rewritten for a parser that takes one kind of line break and guesses the rest."""

from pathlib import Path

import numpy as np

from publish.bakehouse.read.quotes import LF, CellDialect
from publish.bakehouse.read.scan import Block, blocks


def rewrite(path: Path, dialect: CellDialect, offset: int, target: Path) -> Path:
    """The records of `path` from `offset` in `target`, each ended by LF, the broken ones left out.

    Empty lines go as well; cells stay as they are, also their line breaks inside quotes.
    """
    with path.open("rb") as source, target.open("wb") as copy:
        for block in blocks(path, dialect, offset):
            if len(block.starts):
                source.seek(first := int(block.starts[0]))
                copy.write(_records(source.read(int(block.ends[-1]) - first), block))
    return target


def _records(text: bytes, block: Block) -> bytes:
    """The text of a block's records, whose first byte is that of the first record."""
    data = np.frombuffer(text + b"\n", dtype=np.uint8).copy()
    starts, ends = block.starts - block.starts[0], block.ends - block.starts[0]
    kept = block.filled() & ~block.broken
    edges = np.zeros(len(data) + 1, dtype=np.int8)
    edges[starts[kept]] += 1
    edges[ends[kept] + 1] -= 1
    data[ends] = LF
    return data[np.cumsum(edges[:-1], dtype=np.int8) > 0].tobytes()
