"""The same hits counted twice: in two files of a table, or by two tables of the site."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from publish.bakehouse.check.inspection import Inspection
from publish.bakehouse.counted.kept import path_of
from publish.bakehouse.read.exports import Export
from publish.bakehouse.read.files import matches
from publish.declare.audience_rules import tool_key
from publish.declare.counted_sources import INSIDE, between, overlapping, part_of, told_apart
from publish.declare.declaration import Source, Table
from publish.declare.model import Tree
from publish.declare.site import SiteFolder
from publish.declare.tree import items, mapping
from publish.declare.yaml_file import plain_tree
from publish.errors import DeclarationError, Problem, SourceError
from publish.release.disk import sha256_of

LEAST = 100
"""Bytes of a file: a smaller one has a header at most."""
Read = tuple[Source, Export]


def counted_together(name: str, table: Table, read: Sequence[Read]) -> Iterator[Problem]:
    """Two files of an audience tool that count hits of the same day, as the same people may."""
    if table.counts is None:
        return
    tree, days = _tree(table), defaultdict[str, list[tuple[Tree, Export]]](list)
    for source, export in read:
        declared = _tree(source)
        for day in _days(export) if tool_key(declared) else ():
            days[day].append((declared, export))
    for day in sorted(days):
        for number, (ours, export) in enumerate(days[day]):
            for other, before in days[day][:number]:
                if _twice(ours, other, tree) and not _same_list(ours, other, export, before):
                    yield _together(name, day, before.file, export.file)
                    return


def _twice(source: Tree, other: Tree, table: Tree) -> bool:
    same_parts = overlapping(part_of(source), part_of(other))
    return same_parts and not told_apart(source, other, table)


def _days(export: Export) -> set[str]:
    return {*export.days, *(str(day) for period in export.periods for day in period.each())}


def _same_list(source: Tree, other: Tree, *exports: Export) -> bool:
    """Whether the days of both were looked at as those of one list of files (`same-days`)."""
    listed = all(export.periods for export in exports)
    return listed and all(source.get(key) == other.get(key) for key in ("path", "report"))


def _together(name: str, day: str, one: str, other: str) -> Problem:
    what = f"{one} and {other} both count what was done on {day}, and numbers that are folded could"
    what += " be had by subtraction"
    fix = "keep one of them; if they are of two services, tell these apart by a column under "
    fix += "`within`, as in `set: {service: map}`"
    return Problem("counted-together", name, what, fix)


class Held(NamedTuple):
    """A table of the site: its dataset, its name, what is declared of it."""

    dataset: str
    name: str
    declared: Tree

    @property
    def shown(self) -> str:
        return f"{self.dataset}.{self.name}"


def counted_elsewhere(inspection: Inspection) -> Iterator[Problem]:
    """Tables whose source another table of the site reads too, where one of them counts."""
    data = inspection.folder.parent
    folders = sorted(folder for folder in data.glob("*") if folder.is_dir())
    tables = [Held(folder.name, *one) for folder in folders for one in _tables(folder)]
    for ours in tables:
        for other in tables if ours.dataset == inspection.name else ():
            if other is not ours and _yields(ours, other, inspection.private):
                yield from _problems(ours, other, data)


def _tables(folder: Path) -> Iterator[tuple[str, Tree]]:
    """The tables of a dataset as they are written; none where nobody can read it."""
    with suppress(DeclarationError):
        path = SiteFolder(folder.parent.parent).declaration(folder.name)
        for name, table in mapping(plain_tree(path).get("tables")).items():
            yield name, mapping(table)


def _yields(ours: Held, other: Held, private: Path) -> bool:
    """Whether it is ours that gives way: to what was published before, then to what comes first."""
    if ours.declared.get("counts") is None or other.declared.get("counts") is None:
        return ours.declared.get("counts") is None
    known = [path_of(private / one.dataset, one.name).is_file() for one in (ours, other)]
    return known[1] if known[0] != known[1] else (other.dataset, other.name) < (ours[:2])


def _problems(ours: Held, other: Held, data: Path) -> Iterator[Problem]:
    near = ours.dataset == other.dataset
    found = [] if near else list(between(other.shown, ours.declared, other.declared, near=False))
    for clash in found[:1]:
        what, _, fix = clash.why.rpartition("; ")
        yield Problem("counted-elsewhere", f"{ours.name}.sources.{clash.source}", what, fix)
    if not found and (same := _same_bytes(ours, other, data)):
        what = f"{same[0]} holds the bytes of {same[1]} of {other.shown}, and one of the two tables"
        fix = "publish from it once, in one table of counts"
        yield Problem(
            "counted-elsewhere", ours.name, f"{what} would tell what the other hides", fix
        )


def _same_bytes(ours: Held, other: Held, data: Path) -> tuple[str, str] | None:
    """A file of each that hold the same, where one of the tables counts."""
    if ours.declared.get("counts") is None and other.declared.get("counts") is None:
        return None
    theirs = defaultdict[int, list[tuple[Path, str, Tree]]](list)
    for one in _files(other, data):
        theirs[one[0].stat().st_size].append(one)
    for path, name, source in _files(ours, data):
        for there, shown, declared in theirs[path.stat().st_size]:
            alike = all(source.get(key) == declared.get(key) for key in INSIDE)
            if alike and sha256_of(path) == sha256_of(there):
                return name, shown
    return None


def _files(of: Held, data: Path) -> Iterator[tuple[Path, str, Tree]]:
    """The files of its dataset's folder that a table is made from."""
    for _, one in items(of.declared.get("sources")):
        source = mapping(one)
        path = source.get("path")
        if isinstance(path, str) and "://" not in path and not source.get("connection"):
            with suppress(SourceError):
                for found, name in matches(path, data / of.dataset):
                    if found.stat().st_size > LEAST:
                        yield found, name, source


def _tree(of: Source | Table) -> Tree:
    """What is declared, as it was written."""
    return of.model_dump(by_alias=True, exclude_unset=True)
