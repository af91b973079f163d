"""The last good rows of each partner: for a day on which its file breaks, or has rows no more."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from publish.bakehouse.engine import Workspace
from publish.bakehouse.read.exports import Export
from publish.bakehouse.read.staged import lines_after, nothing_refused
from publish.declare.merged_columns import SOURCE
from publish.declare.partner import Partner
from publish.declare.table import Table
from publish.errors import SourceError
from publish.release.disk import in_words
from publish.words.sql import literal, quoted

ROWS = "rows.parquet"
_VANISHED = "SELECT m.* FROM {memory} AS m ANTI JOIN {now} AS n ON n.{key} = m.{key}"
_AS_BEFORE = """
SELECT {columns} FROM (SELECT *, rowid AS _row FROM {now}) AS n
LEFT JOIN {memory} AS m ON m.{key} = n.{key} ORDER BY n._row
"""
_GOOD = """
SELECT {columns} FROM (SELECT *, rowid AS _row FROM {mapped}) AS m
JOIN (SELECT rowid AS _row, _reject FROM {typed}) AS t USING (_row)
ANTI JOIN {without} AS w ON w.name = m.{key} WHERE t._reject IS NULL
"""


@dataclass(frozen=True)
class Memory:
    """The rows that a partner gave last, as they were mapped, in the partner's private folder."""

    folder: Path
    name: str
    partner: Partner
    table: Table

    def export(self, place: Workspace, which: Any = None) -> Export | None:
        """All of its rows, or some of them (Ibis), as an export; None where there is no memory."""
        rows = self.rows(place) if which is None else which
        if rows is None:
            return None
        file, count = f"the last good rows of {self.name}", place.count(rows)
        names = tuple(self.table.columns)
        return Export(file, rows, names, count, nothing_refused, lines_after(1))

    def rows(self, place: Workspace) -> Any:
        """The rows (Ibis) with the columns that the partner gives today and that are open.

        Raises SourceError where the file is spoilt.
        """
        path = self._file
        if not path.is_file():
            return None
        # Asked for several times in a run, and each table of a hundred partners' costs memory.
        whose = (self.name, path, path.stat().st_mtime_ns)
        asked = (whose, *self.table.columns, *sorted(self._given))
        if asked not in place.read:
            place.read[asked] = self._read(path, place)
        return place.read[asked]

    def _read(self, path: Path, place: Workspace) -> Any:
        told = [name for name in self.table.columns if name in self._given]
        source = f"FROM read_parquet({literal(str(path))})"
        try:
            there = {name for name, *_ in place.sql(f"DESCRIBE {source}")}
            cells = {name: quoted(name) for name in told if name in there}
            cells |= {name: of for name, of in self._named.items() if name in there}
            columns = ", ".join(
                f"{cells.get(name, 'CAST(NULL AS VARCHAR)')} AS {quoted(name)}"
                for name in self.table.columns
            )
            return place.made("memory", f"SELECT {columns} {source}")
        except duckdb.OutOfMemoryException:
            raise  # no fault of the file
        except duckdb.Error as error:
            raise SourceError(
                f"{path}: cannot be read ({type(error).__name__}); bring it back from a backup, or "
                "remove it: the next publication writes it anew"
            ) from None

    def vanished(self, exports: Sequence[Export], place: Workspace) -> Any:
        """The rows (Ibis) whose ids none of today's exports has; None where there are none."""
        kept = self.rows(place)
        if kept is None:
            return None
        for export in exports:
            kept = place.table("vanished", _VANISHED, memory=kept, now=export.table, key=self._key)
        return kept if place.count(kept) else None

    def unchanged(self, export: Export, place: Workspace) -> Export:
        """Today's export, but the rows that there were say what they said."""
        kept = self.rows(place)
        if kept is None:
            return export
        there = f"m.{self._key} IS NOT NULL"
        columns = ", ".join(
            f"CASE WHEN {there} THEN m.{quoted(n)} ELSE n.{quoted(n)} END AS {quoted(n)}"
            for n in self.table.columns
        )
        words = {"columns": columns, "now": export.table, "memory": kept, "key": self._key}
        return replace(export, table=place.table("as_before", _AS_BEFORE, **words))

    def remember(
        self, parts: Sequence[tuple[Any, Any]], place: Workspace, without: Sequence[str] = ()
    ) -> None:
        """Keep the rows that fitted: of each part the mapped rows (Ibis) and what they became.

        Not those `without` which they are to be: they are there under another key.
        """
        names = place.brought("without", pa.table({"name": pa.array(without, pa.string())}))
        words = {"without": names, "key": self._key}
        columns = ", ".join(f"m.{quoted(name)}" for name in self.table.columns)
        rows = " UNION ALL ".join(
            place.filled(_GOOD, columns=columns, mapped=mapped, typed=typed, **words)
            for mapped, typed in parts
        )
        with in_words(str(self.folder)):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path, new = self.folder / ROWS, self.folder / f"{ROWS}.new"
            place.sql(f"COPY ({rows}) TO {literal(str(new))} (FORMAT parquet, COMPRESSION zstd)")
            new.chmod(0o600)
            new.replace(path)

    @property
    def _file(self) -> Path:
        """The partner's own; until there is one, that of the name that it had before."""
        own = self.folder / ROWS
        was = self.partner.formerly
        return self.folder.with_name(was) / ROWS if was and not own.is_file() else own

    @property
    def _named(self) -> dict[str, str]:
        """SQL of the columns that name the partner: by its name of today, whatever it was."""
        own = f"substr({self._key}, strpos({self._key}, '/'))"
        return {
            self.table.primary_key[0]: f"{literal(self.name)} || {own}",
            SOURCE: f"to_json([{literal(self.name)}])::VARCHAR",
        }

    @property
    def _key(self) -> str:
        return quoted(self.table.primary_key[0])

    @property
    def _given(self) -> set[str]:
        """The columns that may be told of: those of the map that are open, and our own."""
        open = {n for n in self.partner.map if self.partner.openness.get(n, "open") == "open"}
        return open | set(self.table.made)
