"""Every header of an export has a column, and every column its header."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from itertools import groupby

from publish.bakehouse.read.exports import Export, headers
from publish.declare.declaration import Source, Table
from publish.errors import Problem
from publish.words.shell import yaml_text

DELIMITERS = {";": ";", ",": ",", "\t": "\\t", "|": "|"}
"""As they are, and as YAML writes them within double quotes."""


def unfit_headers(
    name: str, table: Table, read: Iterable[tuple[Source, Export]]
) -> Iterator[Problem]:
    """What is wrong with the headers of each source, told once for all its files."""
    for _, exports in groupby(read, key=lambda one: id(one[0])):
        files: dict[Problem, list[str]] = {}
        for source, export in exports:
            for check in (_undeclared, _missing):
                for problem in check(name, table, source, export):
                    files.setdefault(problem, []).append(export.file)
        for problem, found in files.items():
            yield replace(problem, place=f"{problem.place}, {_named(found)}")


def _named(files: list[str]) -> str:
    first, *others = dict.fromkeys(files)
    more = f" and {len(others)} more file{'s' * (len(others) > 1)}" if others else ""
    return f"{first}{more}"


def _undeclared(name: str, table: Table, source: Source, export: Export) -> Iterator[Problem]:
    """A header that no column names: someone has to decide what it is.

    What lies below a declared JSON path is no header: its reader has put it into that value.
    """
    fed = set(headers(table, source).values())
    if not _any_known(table, source, export):
        # What stands there may be the first record, and is not shown.
        yield Problem(
            "no-header",
            name,
            f"none of the {len(export.headers)} cells of its first line is a declared header",
            _other_delimiter(fed, export)
            or "export it with its line of headers; if all were renamed, correct each column's "
            "`from`",
        )
        return
    for header in export.headers:
        if header not in fed:
            yield Problem(
                "undeclared-header",
                name,
                f"the header {header!r} has no column",
                f"declare one with `from: {yaml_text(header)}`, and `protect: drop` if it must "
                "stay private",
            )


def _other_delimiter(fed: set[str], export: Export) -> str:
    """The way out where the first line has declared headers between other delimiters."""
    for delimiter, written in DELIMITERS.items():
        parts = (part for header in export.headers for part in header.split(delimiter))
        if fed & {part.strip(' "') for part in parts}:
            return f'cells stand between other delimiters: declare `delimiter: "{written}"` for it'
    return ""


def _missing(name: str, table: Table, source: Source, export: Export) -> Iterator[Problem]:
    """A column whose header the export does not have."""
    known = _any_known(table, source, export)
    for column, header in headers(table, source).items():
        if known and header not in export.headers:
            near = get_close_matches(header, export.headers, n=1)
            did_you_mean = f"did you mean {near[0]!r}? " if near else ""
            yield Problem(
                "missing-header",
                f"{name}.{column}",
                f"the export has no header {header!r}",
                f"{did_you_mean}correct the column's `from`, or say `from: {{{column}: null}}` "
                "at this source",
            )


def remarked(name: str, table: Table, export: Export) -> Iterator[Problem]:
    """What is told of a file that was read."""
    for said in export.remarks:
        place, private = f"{name}, {export.file}", not said.public or table.about == "people"
        yield Problem(said.code, place, said.what, said.fix, severity="warning", private=private)


def _any_known(table: Table, source: Source, export: Export) -> bool:
    """Whether some header is declared; where none is, the first line may be no line of headers."""
    return not set(export.headers).isdisjoint(headers(table, source).values())
