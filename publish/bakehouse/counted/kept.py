"""What was told of each period, kept for good: a period that was decided is not counted again.

One Parquet file a table, in `private/<dataset>/counted/`: the published numbers, and a row without
one for each block that was decided, whether or not anything of it was told.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.declare.counts import FIRST_DAYS, VISITOR_DAYS, Counts
from publish.release.disk import flush
from publish.words.sql import literal, quoted
from publish.words.sqlite import read_only

FOLDER = "counted"
EMPTY = """
SELECT * FROM (VALUES ('', '', DATE '2000-01-01', DATE '2000-01-01', '', '', 0::BIGINT))
  kept(_every, _within, _block, _period, _feature, _measure, _value) LIMIT 0
"""
TOLD = "SELECT DISTINCT _period::VARCHAR FROM {kept} WHERE _every = '{every}'"
COLUMNS = """
SELECT DISTINCT unnest(json_keys({column})) FROM {kept} WHERE {column} IS NOT NULL
"""
CUT = """
SELECT DISTINCT _every = 'month', json_keys(_within) FROM {kept} WHERE _measure IS NOT NULL
"""
VANISHED = """
SELECT 1 FROM {kept} kept SEMI JOIN {new} new ON new._block = kept._block
ANTI JOIN {whole} whole ON whole._within = kept._within AND whole._block = kept._block LIMIT 1
"""
UNDECIDED = "FROM {whole} ANTI JOIN {kept} USING (_within, _block)"
TOGETHER = """
FROM {kept} UNION ALL FROM {folded}
UNION ALL SELECT NULL, _within, _block, NULL, NULL, NULL, NULL FROM {decided}
ORDER BY ALL
"""
MOVED = """
WITH told AS (
  SELECT _within, _block, _measure, _every, sum(_value) AS value
  FROM {kept} WHERE _measure IS NOT NULL GROUP BY ALL
), today AS (
  SELECT _within, _block, _measure, sum(_value) AS value FROM {cells} SEMI JOIN {whole}
  USING (_within, _block) GROUP BY ALL
)
SELECT count(DISTINCT (_within, _block)) FROM told JOIN today USING (_within, _block, _measure)
WHERE told.value != today.value
"""


@dataclass(frozen=True)
class Kept:
    """All that a table told and tells now (Ibis), and where it is to be remembered."""

    rows: Any
    path: Path
    place: Workspace

    def remember(self) -> None:
        """Writes it, whole or not at all, for its owner alone."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = self.place.folder / f"{self.place.name('counted')}.parquet"
        rows = self.rows.get_name()
        self.place.sql(f"COPY {rows} TO {literal(fresh)} (FORMAT parquet, COMPRESSION zstd)")
        fresh.chmod(0o600)
        flush(fresh)
        fresh.replace(self.path)
        flush(self.path.parent)


def path_of(private: Path, table: str) -> Path:
    """Where the past of a table of counts is kept."""
    return private / FOLDER / f"{table}.parquet"


def nothing(place: Workspace) -> Any:
    """No past (Ibis)."""
    return place.made("kept", EMPTY)


def read_kept(path: Path, place: Workspace) -> Any:
    """What was told and decided until now (Ibis)."""
    stored = f"FROM read_parquet({literal(path)})" if path.is_file() else EMPTY
    return place.made("kept", stored)


def forgotten(kept: Any, table: str, counts: Counts, release: Path, place: Workspace) -> bool:
    """Whether a release (its database) tells a period of the table that is not remembered."""
    return any(
        _released(release, f"{table}_{every}", FIRST_DAYS[every]) - _told(kept, every, place)
        for every in counts.every
    )


def former(path: Path, counts: Counts, place: Workspace) -> tuple[str, str] | None:
    """A table that is remembered, and a column by which it counted as this one does, if it is new.

    The same numbers under two names could be subtracted.
    """
    others = () if path.is_file() else sorted(path.parent.glob("*.parquet"))
    for other in others:
        kept = read_kept(other, place)
        by, within = (_columns(kept, column, place) for column in ("_feature", "_within"))
        if shared := by & {*counts.by, *counts.within} | within & {*counts.by}:
            return other.stem, min(shared)
    return None


def _columns(kept: Any, column: str, place: Workspace) -> set[str]:
    """The columns that stand in the JSON of another."""
    return {name for (name,) in place.sql(place.filled(COLUMNS, kept=kept, column=column))}


def recut(kept: Any, counts: Counts, place: Workspace) -> bool:
    """Whether it was told by other blocks or other columns of all rows: all would be told anew."""
    today = "month" in counts.every, sorted(counts.within)
    cuts = place.sql(place.filled(CUT, kept=kept))
    return any((months, sorted(within)) != today for months, within in cuts)


def monthly(kept: Any, place: Workspace) -> bool:
    """Whether it was told by months."""
    return any(months for months, _ in place.sql(place.filled(CUT, kept=kept)))


def columns_of(kept: Any, place: Workspace) -> set[str]:
    """The columns that it was counted by, and those of all rows."""
    return _columns(kept, "_feature", place) | _columns(kept, "_within", place)


def renamed(kept: Any, new: Any, whole: Any, place: Workspace) -> bool:
    """Whether blocks would be told under a new value of the columns of all rows, an old one gone.

    The same hits under two values could be subtracted; a tool that begins beside others is new.
    """
    return bool(place.sql(place.filled(VANISHED, kept=kept, new=new, whole=whole)))


def _released(release: Path, table: str, period: str) -> set[str]:
    with closing(sqlite3.connect(read_only(release), uri=True)) as database:
        columns = {row[1] for row in database.execute(f"PRAGMA table_info({quoted(table)})")}
        if not {period, VISITOR_DAYS} <= columns:
            return set()
        asked = f"SELECT DISTINCT {quoted(period)} FROM {quoted(table)}"  # noqa: S608
        return {str(day) for (day,) in database.execute(asked)}


def _told(kept: Any, every: str, place: Workspace) -> set[str]:
    asked = place.filled(TOLD, kept=kept, every=every)
    return {day for (day,) in place.sql(asked)}


def undecided(whole: Any, kept: Any, place: Workspace) -> Any:
    """The blocks that are whole and that no release has decided (Ibis)."""
    return place.table("undecided", UNDECIDED, whole=whole, kept=kept)


def together(kept: Any, folded: Any, decided: Any, place: Workspace) -> Any:
    """What was told, what is told now, and what is decided with it (Ibis)."""
    return place.table("together", TOGETHER, kept=kept, folded=folded, decided=decided)


def moved(kept: Any, cells: Any, whole: Any, place: Workspace) -> int:
    """How many periods the export counts otherwise than when they were told."""
    [[number]] = place.sql(place.filled(MOVED, kept=kept, cells=cells, whole=whole))
    return int(number)
