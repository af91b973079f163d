"""What is shown of a person's rows: by the rule of each column, and never a published row."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from publish.bakehouse.protect.agreed import stands
from publish.bakehouse.protect.columns import applied
from publish.bakehouse.protect.digest import of_person
from publish.bakehouse.protect.parted import closed, fate_of_row, withdrawn_of
from publish.bakehouse.protect.partings import How, Parting
from publish.bakehouse.protect.tools import Tools
from publish.bakehouse.protect.withdrawal_list import key_of, withdrawn
from publish.bakehouse.protect.withdrawals import as_counted
from publish.declare.column import Column
from publish.declare.table import Table
from publish.people.answer_files import Fate, HeldRow
from publish.people.held import NUMBER, Found
from publish.words.governance import OTHERS

# About people, and shown as records or in numbers; the others show whole rows.
_SHARED = ("records", "aggregates")
# What a value becomes is told of these alone: the others are as they are, or not told.
_CHANGED = ("coarser", "counted")


def fate_of(declared: Table, name: str) -> Fate:
    """What becomes of a column of a table, as it is declared today."""
    column = declared.columns[name]
    if declared.mode is None or column.dropped:
        return "private"
    if declared.mode == "aggregates":
        counted = {one for table in declared.aggregates.values() for one in table.by}
        return "counted" if name in counted else "private"
    return _leaving(column)


def people_behind(declared: Table) -> int:
    """The fewest people who share what is shown of one; 0 where rows are shown one by one."""
    return declared.rule.k if declared.mode in _SHARED else 0


def _leaving(column: Column) -> Fate:
    if column.keyed:
        return "code"
    return "coarser" if column.protect or column.synonyms else "same"


@dataclass(frozen=True)
class Showing:
    """What shows the rows of a table on a day; `private` is the folder of its dataset."""

    declared: Table
    tools: Tools
    private: Path
    as_of: date
    parted: Collection[Parting] = ()

    def rows(self, found: Found) -> Iterator[tuple[str, HeldRow]]:
        """Whose each row is, and what is shown of it."""
        values = found.values()
        changed = [name for name in found.names if fate_of(self.declared, name) in _CHANGED]
        known = self._known(found)
        gone = self._withdrawn({who for who, _why, _row in values.values()})
        for number, (who, why, row) in values.items():
            how = self._parted(who, row)
            left = "unreadable" if why else self._left(row, who in gone, how)
            emptied = (who in gone or how) and self.declared.forget == "texts"
            shown = {} if left else {name: known[number][name] for name in changed}
            shown |= {} if left else dict.fromkeys(self._closed(who, row))
            yield who, HeldRow(row, self._without_texts(shown) if emptied else shown, left)

    def _parted(self, who: str, row: Mapping[str, Any]) -> How | None:
        """How a row was withdrawn, alone or with its table."""
        if not self.parted:
            return None
        return fate_of_row(self.declared, self.parted, key_of(self.private), who, row)

    def _known(self, found: Found) -> dict[int, Mapping[str, Any]]:
        held = self.declared.model_copy(
            update={"columns": {name: self.declared.columns[name] for name in found.names}}
        )
        after = applied(found.rows.select(*found.names, NUMBER), held, self.tools)
        return {row[NUMBER]: row for row in after.to_pyarrow().to_pylist()}

    def _left(self, row: Mapping[str, Any], gone: bool, how: How | None) -> str:
        """Why nothing of a row leaves, else ""."""
        if how == "delete" or (gone and self.declared.forget != "texts"):
            return "withdrawn"
        needed = self.declared.needed_consents
        return "" if all(stands(row, one, self.as_of) for one in needed) else "no consent"

    def _closed(self, who: str, row: Mapping[str, Any]) -> list[str]:
        """The columns of a row that are emptied for want of a consent."""
        told, mine = self.declared.purposes, list[Parting]()
        if self.parted:
            mine = withdrawn_of(self.declared, self.parted, key_of(self.private), who, row)
        over = {one for one in told if not stands(row, told[one], self.as_of)}
        gone = [name for name, needed in self.declared.covered.items() if over & set(needed)]
        withdrawn = (closed(self.declared, one, purpose) for one in mine for purpose in OTHERS)
        return [*gone, *(name for names in withdrawn for name in names)]

    def _without_texts(self, shown: Mapping[str, Any]) -> dict[str, Any]:
        columns = self.declared.columns.items()
        texts = [name for name, column in columns if column.role == "free_text"]
        return {**shown, **dict.fromkeys(texts)}

    def _withdrawn(self, people: set[str]) -> set[str]:
        """Those of some people who withdrew, where that takes something away."""
        due = withdrawn(self.private, self.as_of)
        leaves = self.declared.about == "people" or self.declared.forget is not None
        if not due or not leaves or self.declared.contributor is None:
            return set()
        key, listed = key_of(self.private), as_counted(self.declared, due)
        return {who for who in people if of_person(key, who) in listed}
