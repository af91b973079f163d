"""What the page of a dataset tells of the report of its release."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from publish.errors import StoreError
from publish.release.attacked import Attacked, attacked
from publish.release.rejects import Said, said
from publish.release.release import Release, read_report
from publish.release.report import column_titles, sentences
from publish.release.warned import warned
from publish.site.text.languages import language
from publish.site.text.words import text

Json = Mapping[str, Any]


class Rejected(NamedTuple):
    """Records of an export that were set aside: the column, why, how many."""

    column: str
    why: Said
    rows: int


class Warned(NamedTuple):
    """A warning: the table or column, and what of it."""

    place: str
    what: str


@dataclass(frozen=True)
class Told:
    """What is told of an export: the titles of the tables made of it, and sentences."""

    titles: tuple[str, ...]
    sentences: tuple[str, ...]
    rejected: tuple[Rejected, ...]


@dataclass(frozen=True)
class Quality:
    """What the report says of each export, how many checks were passed, what they warned of.

    `attacked` is how the last attack went, None where there was none.
    """

    exports: tuple[Told, ...]
    checks: int
    warnings: tuple[Warned, ...]
    attacked: Attacked | None


def quality(release: Release) -> Quality | None:
    """The report of a release; None where it has none that can be read."""
    try:
        report = read_report(release.folder)
    except StoreError:
        return None
    exports = tuple(_told(release, one) for one in report.get("tables", ()))
    attacks = report.get("attacks")
    told = attacked(attacks, language()) if attacks else None
    return Quality(exports, len(report.get("checks", ())), _warnings(report), told)


def _warnings(report: Json) -> tuple[Warned, ...]:
    found = report.get("warnings", ())
    return tuple(Warned(one["place"], warned(one["code"], language())) for one in found)


def _told(release: Release, table: Json) -> Told:
    names = [name for name in table["rows_out"] if name in release.tables]
    titles = tuple(text(release.tables[name], "title") or name for name in names)
    named = column_titles(table, language())
    rejected = tuple(
        Rejected(named.get(one["column"], one["column"]), said(one, language()), one["rows"])
        for one in table["rejected"]
    )
    return Told(titles, sentences(table, language()), rejected)
