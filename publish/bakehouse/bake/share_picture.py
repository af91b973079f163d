"""The picture that stands beside a dataset's address where people share it: 1200 × 630, as PNG.

Of a dataset about people it says title and producer, and nothing of what is in it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from publish.errors import Problem
from publish.figures.asking import Lines, Query, WholeTable, answered
from publish.figures.chart import Figures, figures
from publish.figures.specification import Specification, specifications
from publish.forms.picture import fonts, png
from publish.forms.share_card import INK, MARGIN, QUIET, WIDTH, card, heading, lines, words
from publish.release.described import DescribedPart, Texts
from publish.release.package import Package
from publish.release.release import SHARE_LANGUAGES, share_file
from publish.release.table import Field, Table
from publish.words.numbers import readable
from publish.words.sqlite import read_only

BARS = 4


class Shown(NamedTuple):
    """Bars of a column, and the title that was declared for them."""

    column: Field
    titles: Texts
    found: Figures


def write_share_pictures(folder: Path, package: Package, color: str) -> None:
    """Writes the picture of a release in each language; none where the font was not built."""
    try:
        files = fonts()
    except FileNotFoundError:
        return
    shown = None if _about_people(package) else _chart(folder, package)
    for language in SHARE_LANGUAGES:
        made = png(share_svg(package, shown, language, color), WIDTH, files)
        (folder / share_file(language)).write_bytes(made)


def unbuilt_font(name: str) -> list[Problem]:
    """Why a release will have no picture, if so: of the machine, not of the data."""
    try:
        fonts()
    except FileNotFoundError:
        what = "the font of pictures is not built: the release has no picture for shared addresses"
        fix = f"run `make`, then `fournil rebake {name}`"
        return [Problem("unbuilt-font", name, what, fix, "warning", private=True)]
    return []


def _about_people(package: Package) -> bool:
    return any(table.about == "people" for table in package.tables.values())


def _chart(folder: Path, package: Package) -> Shown | None:
    """The bars of the first table that has some, and their column; no free text."""
    for table in package.tables.values():
        for wanted in specifications(WholeTable(table)):
            column = table.columns[wanted.column]
            told = column.role != "free_text" and column.type != "boolean"
            if wanted.kind == "bars" and told:
                return Shown(column, dict(wanted.titles), _figures(folder, package, table, wanted))
    return None


def _figures(folder: Path, package: Package, table: Table, wanted: Specification) -> Figures:
    uri = read_only(folder / f"{package.name}.db")
    with closing(sqlite3.connect(uri, uri=True)) as connection:

        def rows(query: Query) -> Lines:
            return connection.execute(query.sql, query.parameters).fetchall()

        return answered(figures(WholeTable(table), wanted, BARS), rows)


def share_svg(package: Package, shown: Shown | None, language: str, color: str) -> str:
    """The drawing: title and producer; of things also how many there are, and some bars."""
    people = _about_people(package)
    title, producers = _said(package, language), ", ".join(package.producers)
    parts = [*heading(title, producers, 200 if people else 70)]
    if not people:
        parts += _number(next(iter(package.tables.values())), language, color)
        parts += _bars(shown, language, color) if shown else []
    return card(parts, color)


def _number(table: Table, language: str, color: str) -> Iterator[str]:
    """How many things the first table has, and what they are; rows alone are no number to know."""
    if len(table.primary_key) != 1:
        return
    yield words(readable(table.rows, language), MARGIN, 500, 84, color=color, weight=700)
    for line in lines(_said(table, language), 34, 1, room=440):
        yield words(line, MARGIN, 556, 34, color=QUIET)


def _bars(shown: Shown, language: str, color: str) -> Iterator[str]:
    """The longest bars, as many as find room, without numbers: a picture, not a table."""
    title = shown.titles.get(language) or _said(shown.column, language)
    for line in lines(title, 28, 1, room=520):
        yield words(line, 600, 352, 28, color=QUIET)
    marks = [mark for mark in shown.found.marks if mark.amount and mark.amount > 0][:BARS]
    longest = max((mark.amount or 0 for mark in marks), default=1)
    for place, mark in enumerate(marks):
        y, label = 402 + 56 * place, _label(shown, mark.value, language)
        long = 520 * (mark.amount or 0) / longest
        [line] = lines(label, 24, 1, room=520)[:1] or [""]
        yield words(line, 600, y, 24, color=INK)
        yield f'<rect x="600" y="{y + 9}" width="{long:.1f}" height="20" fill="{color}"/>'


def _label(shown: Shown, value: object, language: str) -> str:
    """A value by its label: one that was declared, or that of the row that it points to."""
    declared = shown.column.labels.get(str(value), {})
    return declared.get(language) or shown.found.labels.get(value) or str(value)


def _said(part: DescribedPart, language: str) -> str:
    titles: Texts = part.texts("title")
    return titles.get(language) or part.title
