"""Canaries: private words of today's export, looked for in every byte of every kept release."""

import gzip
import io
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from publish.bakehouse.attack.contents import contents_of, unpacked
from publish.bakehouse.attack.ground import Ground
from publish.bakehouse.attack.result import Control, Result
from publish.bakehouse.check.inspection import TableRun
from publish.words.sql import quoted

SHORTEST = 6
"""Shorter words stand everywhere by chance."""
HEX_SHORTEST = 12
"""Digests are hexadecimal: a word that could be a piece of one is longer than this."""
MOST = 5_000
"""So many words of a column are looked for, always the same ones."""
CANARY = "canary-4c9d1f@example.org"
_PIECES = re.compile(r"[\x00-\x1f\"\\&<>']+")
_PLAIN = re.compile(r"[0-9A-Fa-f]*")
WORDS = """
SELECT value FROM (
  SELECT {column}::VARCHAR AS value FROM {rows} WHERE {column} IS NOT NULL
  EXCEPT {known})
ORDER BY hash(value) LIMIT {most}
"""
TEXTS = "SELECT DISTINCT {column}::VARCHAR FROM {rows}"


def canaries(ground: Ground) -> Iterator[Result]:
    """Words of columns that name people, or that people wrote, found in any file.

    Words that the declaration, or a column that is published as it is, holds are no secret. The
    control looks for a word in one file of each kind that holds it.
    """
    words = _secret(ground)
    told, number = set[bytes](), 0
    for release in ground.releases:
        for _, data in contents_of(release.folder):
            number += 1
            told |= found_in(data, words)
    kinds = list(_planted())
    caught = sum(_caught(name, data) for name, data in kinds)
    control = Control(caught, len(kinds), "kinds of file with a word planted", 1.0)
    unit = f"private words, in {number} files and parts of files"
    yield Result("canaries", ground.inspection.name, len(told), len(words), unit, control)


def found_in(data: bytes, words: Iterable[bytes]) -> set[bytes]:
    """The words (of SHORTEST bytes or more) that some bytes hold."""
    by_key: dict[int, list[bytes]] = {}
    for word in words:
        by_key.setdefault(int.from_bytes(word[:SHORTEST], "little"), []).append(word)
    keys = np.sort(np.array(list(by_key), np.uint64))
    padded = np.frombuffer(data + bytes(16), np.uint8)
    found: set[bytes] = set()
    for offset in range(8 if len(keys) else 0):
        size = (len(padded) - offset) // 8 * 8
        windows = padded[offset : offset + size].view("<u8") & np.uint64((1 << 8 * SHORTEST) - 1)
        at = np.minimum(np.searchsorted(keys, windows), len(keys) - 1)
        for key in np.unique(windows[keys[at] == windows]).tolist():
            found |= {word for word in by_key[key] if word in data}
    return found


def _secret(ground: Ground) -> set[bytes]:
    """Words that no file may hold."""
    site = ground.work.run.site
    folder = site.data / ground.inspection.name
    paths = [site.root / "metadata.yaml", *folder.glob("*.yaml"), *folder.glob("*.md")]
    public = "\n".join(path.read_text(encoding="utf-8") for path in paths if path.is_file())
    runs = ground.inspection.tables.values()
    values = {value for run in runs for value in _of_table(ground, run)}
    open_values = {value for run in runs for value in _open(ground, run)}
    words = {_word(value) for value in values - open_values}
    return {word.encode() for word in words if _tells(word) and word not in public}


def _of_table(ground: Ground, run: TableRun) -> Iterator[str]:
    """What names people or was written by them: of published columns, what was left out today."""
    rows, place = run.shaped.table, ground.place
    for name, column in run.declared.columns.items():
        private = column.role in ("identifier", "free_text") or name == run.declared.contributor
        if private and name in rows.columns:
            known = "SELECT NULL::VARCHAR"
            if name in run.declared.published and column.protect is None:
                present = ground.work.present[run.name]
                known = place.filled(TEXTS, column=quoted(name), rows=present)
            words = {"column": quoted(name), "known": known, "most": str(MOST)}
            yield from (value for (value,) in place.sql(place.filled(WORDS, rows=rows, **words)))


def _open(ground: Ground, run: TableRun) -> Iterator[str]:
    """The texts that are published as they are."""
    for name, column in run.declared.published.items():
        if column.type == "string" and column.protect is None:
            present = ground.work.present[run.name]
            asked = ground.place.filled(TEXTS, column=quoted(name), rows=present)
            yield from (value for (value,) in ground.place.sql(asked) if value)


def _word(value: str) -> str:
    """The longest piece of a value that every file writes as it is."""
    return max(_PIECES.split(value), key=len).strip()


def _tells(word: str) -> bool:
    """Whether a word would not be found by chance."""
    least = HEX_SHORTEST if _PLAIN.fullmatch(word) else SHORTEST
    return len(word.encode()) >= least


def _planted() -> Iterator[tuple[str, bytes]]:
    """A file of each kind that holds CANARY among other rows."""
    rows = [f"row {number}" for number in range(1000)]
    rows[500] = CANARY
    text = "\n".join(rows).encode()
    yield "rows.csv", text
    yield "rows.csv.gz", gzip.compress(text)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("rows.csv.gz", gzip.compress(text))
    yield "rows.zip", archive.getvalue()
    parquet = io.BytesIO()
    pq.write_table(pa.table({"a": rows}), parquet, compression="zstd")
    yield "rows.parquet", parquet.getvalue()
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE rows (a TEXT)")
        database.executemany("INSERT INTO rows VALUES (?)", [(row,) for row in rows])
        database.commit()
        yield "rows.db", database.serialize()


def _caught(name: str, data: bytes) -> bool:
    word = CANARY.encode()
    return any(word in found_in(part, [word]) for _, part in unpacked(name, data))
