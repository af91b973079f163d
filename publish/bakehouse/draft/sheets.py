"""The sheets of a spreadsheet that hold a table, its header wherever it stands."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from python_calamine import CalamineWorkbook, SheetMetadata, SheetTypeEnum, SheetVisibleEnum

from publish.bakehouse.draft.header import LOOKED_AT, Record, start_of
from publish.bakehouse.draft.rows import ROWS, Sample, table_of
from publish.bakehouse.read.spreadsheet import opened, written_rows
from publish.errors import SourceError


def sheets_of(file: Path) -> tuple[list[Sample], list[str]]:
    """The sample of each sheet that holds a table, and what is said of the others.

    Raises SourceError where none does.
    """
    samples: list[Sample] = []
    left: list[str] = []
    with opened(file, file.name) as book:
        for about in book.sheets_metadata:
            records = _records(book, about.name) if _is_shown(about) else []
            if len(records) > 1 and (_wide(records) or not book.sheet_names[1:]):
                keys: dict[str, object] = {"sheet": about.name} if book.sheet_names[1:] else {}
                samples.append(_sample(records, keys))
            else:
                why = "no table seen" if _is_shown(about) else "hidden"
                left.append(f"not drafted: sheet {about.name}, {why}")
    if not samples:
        raise SourceError(
            f"{file.name}: no sheet that is shown holds a table of a header and rows; "
            "export it as CSV, or hand over the sheet that does"
        )
    return samples, left


def _is_shown(about: SheetMetadata) -> bool:
    return about.visible == SheetVisibleEnum.Visible and about.typ == SheetTypeEnum.WorkSheet


def _wide(records: Sequence[Record]) -> bool:
    """Whether a sheet is more than notes, one below the other."""
    return sum(record.filled > 1 for record in records) > 1


def _records(book: CalamineWorkbook, name: str) -> list[Record]:
    rows = written_rows(book.get_sheet_by_name(name))
    filled = (
        Record(number - 1, tuple(cells), number)
        for number, cells in rows
        if any(cell.strip() for cell in cells)
    )
    return list(islice(filled, ROWS + 1))


def _sample(records: Sequence[Record], keys: dict[str, object]) -> Sample:
    start = start_of([_trimmed(record) for record in records[:LOOKED_AT]])
    table = [record for record in records if record.above >= start.skip]
    source = {**keys, "skip": start.skip} if start.skip else keys
    found = start.evidence
    rows = _filled(table) if found.for_header else table
    sample = table_of(rows, found, source, len(records) <= ROWS)
    return replace(sample, name=str(keys.get("sheet", "")))


def _trimmed(record: Record) -> Record:
    """The record up to its last cell that holds something: a sheet's rows are all as wide."""
    filled = [at for at, cell in enumerate(record.cells, start=1) if cell.strip()]
    return replace(record, cells=record.cells[: filled[-1]])


def _filled(table: Sequence[Record]) -> Sequence[Record]:
    """The table without the columns that hold nothing, which are no data to the reader either.

    As it is where the header has to be named by its places: some are missing or stand twice.
    """
    cells = enumerate(zip(*(one.cells for one in table), strict=True))
    columns = [at for at, column in cells if any(map(str.strip, column))]
    names = [table[0].cells[at].strip().lower() for at in columns]
    if not all(names) or len(set(names)) < len(names):
        return table
    return [replace(one, cells=tuple(one.cells[at] for at in columns)) for one in table]
