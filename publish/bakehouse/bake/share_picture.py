"""The picture that stands beside a dataset's address where people share it: 1200 × 630, as PNG.

Of a dataset about people it says title and producer, and nothing of what is in it.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from html import escape
from pathlib import Path
from textwrap import wrap
from typing import NamedTuple

from publish.figures.asking import Lines, Query, WholeTable, answered
from publish.figures.chart import Figures, figures
from publish.figures.specification import Specification, specifications
from publish.forms.picture import FAMILY, fonts, png
from publish.release.described import DescribedPart, Texts
from publish.release.package import Package
from publish.release.release import SHARE_LANGUAGES, share_file
from publish.release.table import Field, Table
from publish.words.numbers import readable
from publish.words.sqlite import read_only

WIDTH, HEIGHT = 1200, 630
BRAND, INK, QUIET, GROUND = "#1d4f91", "#1b1d21", "#50565f", "#d5d6d1"
MARGIN, ROOM = 80, 1040
TITLE, LINES, BARS = 60, 3, 4
# The mean width of a letter of the font, as a part of its size.
LETTER = 0.58


class Shown(NamedTuple):
    """Bars of a column, and the title that was declared for them."""

    column: Field
    titles: Texts
    found: Figures


def write_share_pictures(folder: Path, package: Package) -> None:
    """Writes the picture of a release in each language; none where the font was not built."""
    try:
        files = fonts()
    except FileNotFoundError:
        return
    shown = None if _about_people(package) else _chart(folder, package)
    for language in SHARE_LANGUAGES:
        made = png(share_svg(package, shown, language), WIDTH, files)
        (folder / share_file(language)).write_bytes(made)


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


def share_svg(package: Package, shown: Shown | None, language: str) -> str:
    """The drawing: title and producer; of things also how many there are, and some bars."""
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<rect width="28" height="{HEIGHT}" fill="{BRAND}"/>',
        *_heading(package, language),
    ]
    if not _about_people(package):
        parts += _number(next(iter(package.tables.values())), language)
        parts += _bars(shown, language) if shown else []
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{FAMILY}">{"".join(parts)}</svg>'
    )


def _heading(package: Package, language: str) -> Iterator[str]:
    y = 200 if _about_people(package) else 70
    for line in _lines(_said(package, language), TITLE, LINES):
        y += TITLE + 10
        yield _text(line, MARGIN, y - 20, TITLE, weight=700)
    for line in _lines(", ".join(package.producers), 34, 1):
        yield _text(line, MARGIN, y + 44, 34, color=QUIET)


def _number(table: Table, language: str) -> Iterator[str]:
    """How many things the first table has, and what they are; rows alone are no number to know."""
    if len(table.primary_key) != 1:
        return
    yield _text(readable(table.rows, language), MARGIN, 500, 84, color=BRAND, weight=700)
    for line in _lines(_said(table, language), 34, 1, room=440):
        yield _text(line, MARGIN, 556, 34, color=QUIET)


def _bars(shown: Shown, language: str) -> Iterator[str]:
    """The longest bars, as many as find room, without numbers: a picture, not a table."""
    title = shown.titles.get(language) or _said(shown.column, language)
    for line in _lines(title, 28, 1, room=520):
        yield _text(line, 600, 352, 28, color=QUIET)
    marks = [mark for mark in shown.found.marks if mark.amount and mark.amount > 0][:BARS]
    longest = max((mark.amount or 0 for mark in marks), default=1)
    for place, mark in enumerate(marks):
        y, label = 402 + 56 * place, _label(shown, mark.value, language)
        long = 520 * (mark.amount or 0) / longest
        [line] = _lines(label, 24, 1, room=520)[:1] or [""]
        yield _text(line, 600, y, 24, color=INK)
        yield f'<rect x="600" y="{y + 9}" width="{long:.1f}" height="20" fill="{BRAND}"/>'


def _label(shown: Shown, value: object, language: str) -> str:
    """A value by its label: one that was declared, or that of the row that it points to."""
    declared = shown.column.labels.get(str(value), {})
    return declared.get(language) or shown.found.labels.get(value) or str(value)


def _said(part: DescribedPart, language: str) -> str:
    titles: Texts = part.texts("title")
    return titles.get(language) or part.title


def _lines(text: str, size: int, most: int, room: int = ROOM) -> Sequence[str]:
    """The text in at most so many lines, an ellipsis where there is more."""
    letters = max(1, int(room / (size * LETTER)))
    return wrap(text, letters, max_lines=most, placeholder="…")


def _text(words: str, x: int, y: int, size: int, color: str = INK, weight: int = 400) -> str:
    looks: Mapping[str, object] = {
        "x": x, "y": y, "font-size": size, "font-weight": weight, "fill": color,
    }  # fmt: skip
    said = " ".join(f'{name}="{value}"' for name, value in looks.items())
    return f"<text {said}>{escape(words)}</text>"
