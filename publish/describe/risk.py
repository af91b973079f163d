"""The figures of `fournil risk`: as text, and as a page of bars for the private side."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from publish.protect.exposure import Exposure
from publish.protect.wp216 import percent

HEADINGS = ("column", "role", "alone", "added", "suppressed without it")

PEOPLE, ROWS = ("person", "people"), ("row", "rows")


def text(name: str, found: Sequence[Exposure]) -> str:
    """What a maintainer reads on the terminal."""
    if not found:
        return f"{name}: no table is about people, there is nothing to measure"
    return "\n\n".join("\n".join((*_summary(one), *_columns(one))) for one in found)


def facts(one: Exposure) -> dict[str, str]:
    """The figures of a table in words, one per line."""
    reached, risk = one.reached, one.risk["prosecutor"]
    told = {
        "rows and people": f"{_number(one.rows, ROWS)} of {_number(one.people, PEOPLE)}",
        "classes": f"{reached['classes']}, over {', '.join(one.quasi_identifiers) or 'no column'}",
        "smallest class": f"{_number(reached['k_people'], PEOPLE)}, "
        f"{_number(reached['k_rows'], ROWS)} "
        f"(k is {one.rule.k})",
        "people singled out by these columns": percent(one.unique),
        "rows suppressed as records": f"{percent(one.suppressed)} "
        f"(at most {percent(one.rule.max_suppressed)})",
        "chance to pick a person out": f"{percent(risk['max'])} at most, "
        f"{percent(risk['average'])} on average",
    }
    for column, of in one.inference.items():
        told[f"people whose class tells {column}"] = percent(of["certain"])
    return told


def _number(count: int | None, words: tuple[str, str]) -> str:
    return f"{count or 0} {words[0 if count == 1 else 1]}"


def page(name: str, found: Sequence[Exposure]) -> str:
    """The same as HTML: tables with bars, no script, readable without colours."""
    loader = FileSystemLoader(Path(__file__).parent)
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    template = environment.get_template("risk.html")
    return template.render(name=name, found=found, facts=facts, percent=percent)


def write_page(folder: Path, name: str, found: Sequence[Exposure]) -> Path:
    """Write `risk.html` into a private folder, for its owner alone."""
    path = folder / "risk.html"
    path.touch(mode=0o600)
    path.write_text(page(name, found), encoding="utf-8")
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
