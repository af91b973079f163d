"""Residue: numbers in reports, changes, lists of releases, pages and feeds that tell of few."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

from publish.bakehouse.attack.ground import Ground
from publish.bakehouse.attack.result import Control, Result
from publish.bakehouse.protect.risk import BASE
from publish.bakehouse.report.internal import INTERNAL
from publish.declare.people_rules import PEOPLE
from publish.declare.table import Table
from publish.release.differences import SUMMARY
from publish.release.index import INDEX
from publish.release.notes import NAME as STATUS
from publish.release.release import REPORT
from publish.words.json import read_json

FILES = (REPORT, SUMMARY)
LISTS = (INDEX, STATUS)
PAGE = "report.html"
LARGE = 100
"""An exact figure under this may stand somewhere by chance."""
PROMISES = ("policy", "reached", "series", "cells", "classes", "k", "rows_out", "risk", "inference")
"""What is said of the policy, and how many numbers or classes there are, is not about few people.

What is `reached` is held to the policy by itself.
"""
NUMBER = r"(?<!\d)(\d{1,3}(?:[,\u202f\u00a0]\d{3})+|\d+)"
_TOLD = re.compile(rf"{NUMBER}\s+(?:different |other |more )?(?:people|persons?|personnes?)\b")
_STEP = rf"\s?: {NUMBER}\s(?:rows|lignes), {NUMBER}\s(?:before|auparavant)"
"""What stands behind a title where its rows are more or fewer than before."""
_TAG = re.compile(r"<style.*?</style>|<script.*?</script>|<[^>]*>", re.DOTALL)


@dataclass(frozen=True)
class Few:
    """What is too few: under `k` people, a step under `step` rows; `exact` are private figures.

    `records` are the names of tables of records, `titles` what pages call them.
    """

    k: int
    step: int
    records: frozenset[str]
    exact: frozenset[int]
    titles: frozenset[str] = frozenset()


def residue(ground: Ground) -> Iterator[Result]:
    """Small or exact figures of people in what is told beside the data.

    The control adds a small figure, a small step, a sentence and an exact figure to a report.
    """
    rules = [run.declared.rule for _, run in ground.people]
    if not rules:
        return
    records = frozenset(name for name, run in ground.people if run.declared.mode == "records")
    few = Few(
        min(rule.k for rule in rules),
        min(rule.delta_k for rule in rules),
        records,
        _exact(ground),
        frozenset(title for name, run in ground.people for title in _titles(name, run.declared)),
    )
    tried = found = 0
    for tree in _trees(ground):
        numbers = list(_numbers(tree))
        tried, found = tried + len(numbers), found + len(list(told_in(tree, few)))
    reports = [(one.folder / PAGE).read_text(encoding="utf-8") for one in ground.releases]
    for page in (*reports, *ground.pages):
        told = list(told_on(page, few))
        tried, found = tried + len(told), found + sum(told)
    planted, pages = _planted(few), _planted_pages(few)
    caught = sum(any(told_in(one, few)) for one in planted)
    caught += sum(any(told_on(one, few)) for one in pages)
    size, unit = len(planted) + len(pages), "numbers in reports, pages and feeds"
    control = Control(caught, size, "figures planted in reports and feeds", 1.0)
    yield Result("residue", ground.inspection.name, found, tried, unit, control)


def _titles(name: str, declared: Table) -> Iterator[str]:
    """What pages call a table of records, of which nobody may be told by a step."""
    if declared.mode == "records":
        yield from {name, declared.title.fr, declared.title.en or name}


def _trees(ground: Ground) -> Iterator[Any]:
    folder = ground.work.run.store.folder
    paths = [folder / name for name in LISTS]
    paths += [release.folder / name for release in ground.releases for name in FILES]
    return (read_json(path) for path in paths if path.is_file())


def told_in(tree: Any, few: Few, *, people: bool = False) -> Iterator[bool]:
    """One for each number that tells too much; `people`: within what is said of a table of them."""
    if isinstance(tree, Mapping):
        people = people or tree.get("mode") in ("records", "aggregates")
        yield from _steps(tree, few)
        for key, value in tree.items():
            if key not in PROMISES:
                yield from told_in(value, few, people=people)
            elif key == "reached" and 0 < (value.get("k_people") or 0) < few.k:
                yield True
    elif isinstance(tree, list):
        for value in tree:
            yield from told_in(value, few, people=people)
    elif isinstance(tree, str):
        yield from (True for told in _sentences(tree, few) if told)
    elif _whole(tree) and (tree in few.exact or (people and 0 < tree < few.k)):
        yield True


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _steps(tree: Mapping[str, Any], few: Few) -> Iterator[bool]:
    """Whether records are told to have so few rows more or fewer that few people moved."""
    name, rows = tree.get("name") or tree.get("place"), tree.get("rows", tree)
    if name in few.records and isinstance(rows, Mapping):
        before, after = rows.get("before"), rows.get("after")
        if (
            isinstance(before, int)
            and isinstance(after, int)
            and 0 < abs(after - before) < few.step
        ):
            yield True


def told_on(page: str, few: Few) -> Iterator[bool]:
    """For each number of people, and each step of records, on a page, whether it is too few."""
    text = unescape(_TAG.sub(" ", page))
    yield from _sentences(text, few)
    for title in sorted(few.titles):
        for after, before in re.findall(re.escape(title) + _STEP, text):
            yield 0 < abs(_number(after) - _number(before)) < few.step


def _sentences(text: str, few: Few) -> Iterator[bool]:
    """For each number of people in a text, whether it is too few."""
    return (0 < _number(number) < few.k for number in _TOLD.findall(text))


def _number(written: str) -> int:
    return int(re.sub(r"\D", "", written))


def _numbers(tree: Any) -> Iterator[int]:
    values: Sequence[Any] = ()
    if isinstance(tree, Mapping):
        values = list(tree.values())
    elif isinstance(tree, list):
        values = tree
    elif _whole(tree):
        yield tree
    for value in values:
        yield from _numbers(value)


def _exact(ground: Ground) -> frozenset[int]:
    """Exact private figures of the last run that no table tells by itself."""
    path = ground.work.run.private / INTERNAL
    private = set(_numbers(_internal(path))) if path.is_file() else set[int]()
    public = {count for release in ground.releases for count in release.counts.values()}
    for published in ground.inspection.published.values():
        if PEOPLE in published.rows.columns:
            public.add(int(published.rows[PEOPLE].sum().to_pyarrow().as_py() or 0))
    return frozenset(n for n in private - public if n >= LARGE and n % BASE)


def _internal(path: Path) -> Any:
    """The figures about people of the internal report: those of its tables in a series."""
    return [one for one in read_json(path).values() if "series" in one]


def _planted(few: Few) -> list[Any]:
    """What reports would hold if nobody took care, one kind of figure in each."""
    planted: list[Any] = [
        {"tables": [{"mode": "aggregates", "waiting": few.k - 1}]},
        {"why": f"{few.k - 1} people wait"},
    ]
    planted += [{"place": name, "before": 100, "after": 101} for name in sorted(few.records)[:1]]
    planted += [{"tables": [{"records_in": number}]} for number in sorted(few.exact)[:1]]
    return planted


def _planted_pages(few: Few) -> list[str]:
    """Entries of a feed that tell of few, in each language."""
    titles = sorted(few.titles)[:1]
    planted = [f"<p>{few.k - 1} <b>personnes</b> attendent</p>"]
    planted += [f"<summary>{one}: 1,000 rows, 1,001 before</summary>" for one in titles]
    french = "1\u202f000 lignes, 1\u202f001 auparavant"
    return planted + [f"<summary>{one}\u00a0: {french}</summary>" for one in titles]
