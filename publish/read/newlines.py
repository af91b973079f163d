"""Delimited text rewritten with one kind of line break, for a parser that takes only one."""

from pathlib import Path

import numpy as np

from publish.read.scan import LF, Block, Dialect, blocks


def rewrite(path: Path, dialect: Dialect, offset: int, target: Path) -> Path:
    """The records of `path` from `offset`, each ended by LF, without empty lines, in `target`.

    Bytes inside quotes stay as they are.
    """
    with path.open("rb") as source, target.open("wb") as copy:
        for block in blocks(path, dialect, offset):
            if len(block.starts):
                first, end = int(block.starts[0]), int(block.ends[-1])
                source.seek(first)
                copy.write(_records(source.read(end - first), block))
    return target


def _records(text: bytes, block: Block) -> bytes:
    """The text of a block's records, whose first byte is that of the first record."""
    data = np.frombuffer(text + b"\n", dtype=np.uint8).copy()
    starts, ends = block.starts - block.starts[0], block.ends - block.starts[0]
    keep = np.ones(len(data), dtype=bool)
    data[ends] = LF
    keep[ends[ends == starts]] = False
    followed = ends[:-1][starts[1:] - ends[:-1] == 2]
    keep[followed + 1] = False
    return data[keep].tobytes()
