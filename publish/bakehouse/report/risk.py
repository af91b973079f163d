"""The figures of `fournil risk`: as text, and as a page of bars for the private side."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from publish.bakehouse.protect.exposure import Exposure
from publish.bakehouse.protect.shares import percent
from publish.bakehouse.report import template

HEADINGS = ("column", "role", "alone", "added", "suppressed without it")

PEOPLE, ROWS = ("person", "people"), ("row", "rows")


def text(name: str, exposures: Sequence[Exposure]) -> str:
    """What a maintainer reads on the terminal."""
    if not exposures:
        return f"{name}: no table is about people, there is nothing to measure"
    return "\n\n".join(
        "\n".join((*_summary(exposure), *_columns(exposure))) for exposure in exposures
    )


def facts(exposure: Exposure) -> dict[str, str]:
    """The figures of a table in words, one per line."""
    reached, risk = exposure.reached, exposure.risk["prosecutor"]
    figures = {
        "rows and people": f"{_number(exposure.rows, ROWS)} of {_number(exposure.people, PEOPLE)}",
        "classes": f"{reached['classes']}, "
        f"over {', '.join(exposure.quasi_identifiers) or 'no column'}",
        "smallest class": f"{_number(reached['k_people'], PEOPLE)}, "
        f"{_number(reached['k_rows'], ROWS)} "
        f"(k is {exposure.rule.k})",
        "people singled out by these columns": percent(exposure.unique),
        "rows suppressed as records": f"{percent(exposure.suppressed)} "
        f"(at most {percent(exposure.rule.max_suppressed)})",
        "chance to pick a person out": f"{percent(risk['max'])} at most, "
        f"{percent(risk['average'])} on average",
    }
    for column, of in exposure.inference.items():
        figures[f"people whose class tells {column}"] = percent(of["certain"])
    return figures


def _number(count: int | None, words: tuple[str, str]) -> str:
    return f"{count or 0} {words[0 if count == 1 else 1]}"


def page(name: str, found: Sequence[Exposure]) -> str:
    """The same as HTML: tables with bars, no script, readable without colours."""
    return template("risk.html").render(name=name, found=found, facts=facts, percent=percent)


def write_page(folder: Path, name: str, exposures: Sequence[Exposure]) -> Path:
    """Write `risk.html` into a private folder, for its owner alone."""
    path = folder / "risk.html"
    path.touch(mode=0o600)
    path.write_text(page(name, exposures), encoding="utf-8")
    return path


def _summary(one: Exposure) -> Iterator[str]:
    yield f"{one.table}:"
    yield from (f"  {label}: {value}" for label, value in facts(one).items())


def _columns(one: Exposure) -> Iterator[str]:
    """A table of the columns, the one that adds most first."""
    cells = [HEADINGS, *(_cells(one, number) for number in range(len(one.singling)))]
    widths = [max(len(row[i]) for row in cells) for i in range(len(HEADINGS))]
    yield "  columns that single people out most (shares of people):"
    for row in cells:
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield ("    " + "  ".join(padded)).rstrip()


def _cells(one: Exposure, number: int) -> tuple[str, ...]:
    column = one.singling[number]
    share = one.without.get(column.column)
    without = percent(share) + " of rows" if share is not None else "-"
    return (column.column, column.role, percent(column.alone), percent(column.added), without)
