"""What came of each partner, and where it went: the files and the release say it, not the code."""

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from publish.bakehouse.engine import workspace
from publish.bakehouse.pipeline import begun
from publish.bakehouse.read.exports import Reject
from publish.bakehouse.steps import STEPS, RunWork
from publish.declare.site import SiteFolder
from publish.progress import Silent
from tests.partners import rows_of
from tests.sites import DAY

UP_TO_MERGE = ("read", "shape", "merge")


@dataclass(frozen=True)
class Went:
    """Where the rows of partners went, by partner: figures, and the names of those taken.

    `rejected` are the lines of each file that were refused.
    """

    figures: Mapping[str, Mapping[str, int]]
    taken: Mapping[str, Sequence[str]]
    rejected: Mapping[str, Sequence[int]] = field(default_factory=dict)


def file_rows(site: SiteFolder, name: str, delimiter: str) -> dict[int, str]:
    """The name of each row of a partner's file, by its line, as Python's own reader has it."""
    path = site.data / "lieux" / "exports" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return dict(_numbered(csv.reader(file, delimiter=delimiter)))


def _numbered(reader: Any) -> Iterator[tuple[int, str]]:
    """The rows but for the header, each by the line on which it begins."""
    line = 1
    for row in reader:
        if row and line > 1:
            yield line, row[0]
        line = reader.line_num + 1


def published(site: SiteFolder) -> Went:
    """What the current release tells: its report, and the rows behind its rows."""
    path = site.releases / "lieux" / "current" / "report.json"
    told = json.loads(path.read_text("utf-8"))["tables"][0]["partners"]
    taken: dict[str, list[str]] = {one["name"]: [] for one in told}
    for row in rows_of(site, "places_sources"):
        taken[row["partner"]].append(row["source_id"])
    _same_in_the_rows(site, taken)
    return Went({one["name"]: one for one in told}, taken)


def _same_in_the_rows(site: SiteFolder, taken: Mapping[str, Sequence[str]]) -> None:
    """Each row of a partner is behind the one row that says so."""
    said = Counter[tuple[str, str, str]]()
    for row in rows_of(site):
        pairs = zip(row["source"], row["source_id"], strict=True)
        said.update((row["id"], partner, name) for partner, name in pairs)
    beside = Counter(
        (row["id"], row["partner"], row["source_id"]) for row in rows_of(site, "places_sources")
    )
    assert said == beside
    assert sum(said.values()) == sum(map(len, taken.values()))


def merged(site: SiteFolder) -> Went:
    """What a run has come to once the rows are merged; nothing is published."""
    run = begun(site, "lieux", site.dataset("lieux"), DAY, Silent())
    with workspace(run.private) as place, ExitStack() as stack:
        work = RunWork(run, place, stack)
        for step in UP_TO_MERGE:
            STEPS[step](work)
        found = work.merged["places"]
        rows = place.sql(
            place.filled("SELECT _partner, _source_id FROM {rows}", rows=found.sources)
        )
        taken = {name: [of for whose, of in rows if whose == name] for name in found.figures}
        figures = {name: {**one, "taken": one["rows"]} for name, one in found.figures.items()}
        return Went(figures, taken, _lines(work.shaped["places"].samples))


def _lines(samples: Sequence[Reject]) -> dict[str, list[int]]:
    names = {one.file.removeprefix("exports/").removesuffix(".csv") for one in samples}
    return {
        name: [one.line for one in samples if one.file == f"exports/{name}.csv"] for name in names
    }


def balanced(went: Went, name: str, rows: Mapping[int, str]) -> None:
    """In = out + rejects: each row of a file is in one place, and in no other."""
    told, taken = went.figures[name], went.taken[name]
    assert told["records"] == len(rows)
    assert told["records"] + told["kept"] == told["taken"] + told["left_out"] + told["rejected"]
    assert told["taken"] == len(taken) == len({*taken})
    if told["kept"] == told["left_out"] == 0:
        assert {*taken} <= {*rows.values()}
