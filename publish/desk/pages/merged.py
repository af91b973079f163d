"""A row that several partners' rows became: whose they are, and parting them again."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import product

from publish.corrections.pair_decisions import Against, say
from publish.desk.body import Fields
from publish.desk.days import day_of
from publish.desk.desk import Desk
from publish.desk.pages.deciding import Told
from publish.desk.pages.parts import table_title
from publish.desk.pages.waiting import column_title, row_page, said_in
from publish.desk.partner_rows import (
    PartnerRow,
    Texts,
    behind,
    fed,
    merged,
    partner_title,
    texts_of,
)
from publish.desk.refused import Refused
from publish.desk.reviews import reviewer
from publish.desk.rights import Place
from publish.desk.visits import Visit
from publish.release.release import Release
from publish.release.table import Table
from publish.site.base.site import Request
from publish.site.frame.links import link, with_argument
from publish.site.text.languages import gettext as _
from publish.words.partners import sources_of

# Of the rows of several partners on a page.
SHOWN = 50
TABLE, ROW, AFTER, OTHER = "table", "row", "merged_after", "other"


@dataclass(frozen=True)
class Fact:
    """What is told of a row, and its name."""

    title: str
    value: str


@dataclass(frozen=True)
class Part:
    """A row of a partner, which is called so, within a merged one.

    What is told of it, and the cells that are its own.
    """

    row: PartnerRow
    partner: str
    facts: Sequence[Fact]
    cells: Sequence[Fact]


@dataclass(frozen=True)
class Shown:
    """A merged row for who may part it; `mark` stands for the rows behind it as they were seen."""

    table: str
    key: str
    place: str
    title: str
    href: str
    parts: Sequence[Part]
    mark: str
    may_part: bool
    back: str


@dataclass(frozen=True)
class Listed:
    """A merged row in a list."""

    title: str
    rows: int
    href: str


@dataclass(frozen=True)
class MergedList:
    """The merged rows of a table, so many on a page."""

    title: str
    rows: Sequence[Listed]
    next: str


def merged_list(desk: Desk, request: Request, release: Release) -> list[MergedList]:
    """The rows of several partners' rows, by table; from one on where the address says so."""
    return [_list(desk, request, release, table) for table in fed(release).values()]


def _list(desk: Desk, request: Request, release: Release, table: Table) -> MergedList:
    asked = request.args.get(TABLE) == table.name
    found = merged(release, table, request.args.get(AFTER) or "" if asked else "", SHOWN + 1)
    rows = [
        Listed(one.title, one.rows, _address(desk, release, **{TABLE: table.name, ROW: one.key}))
        for one in found[:SHOWN]
    ]
    more = {TABLE: table.name, AFTER: found[SHOWN - 1].key} if len(found) > SHOWN else {}
    next = _address(desk, release, **more) if more else ""
    return MergedList(table_title(desk, release.dataset, table.name), rows, next)


def _address(desk: Desk, release: Release, **values: str) -> str:
    found = link(desk.urls.path(f"/desk/{release.dataset}/duplicates"))
    for name, value in values.items():
        found = with_argument(found, name, value)
    return found


def merged_row(desk: Desk, request: Request, visit: Visit, release: Release) -> Shown | None:
    """The row that the address names; None where it names none. Raises Refused."""
    name, key = request.args.get(TABLE) or "", request.args.get(ROW)
    if not key:
        return None
    table, rows, texts = _found(release, name, key)
    may = reviewer(desk, visit).may_review_row(Place(release.dataset, name, texts))
    label = texts.get(table.label) if table.label else None
    return Shown(
        table=name,
        key=key,
        place=table_title(desk, release.dataset, name),
        title=label or key,
        href=row_page(desk, release.dataset, name, (key,)),
        parts=[_part(release, table, row, texts) for row in rows],
        mark=_mark(rows),
        may_part=may and len(rows) > 1,
        back=_address(desk, release),
    )


def _found(release: Release, name: str, key: str) -> tuple[Table, list[PartnerRow], Texts]:
    table = fed(release).get(name)
    texts = texts_of(release, table, (key,)) if table else None
    if table is None or texts is None:
        raise Refused(404, _("There is no such row, or no partners feed its table."))
    return table, behind(release, table, key), texts


def _part(release: Release, table: Table, row: PartnerRow, texts: Texts) -> Part:
    told = release.tables[sources_of(table.name)].columns
    return Part(
        row,
        partner_title(table, row.partner),
        [
            Fact(column_title(name, told[name]), said_in(told[name], value))
            for name, value in row.facts.items()
        ],
        [
            Fact(column_title(name, table.columns[name]), said_in(table.columns[name], texts[name]))
            for name in row.columns
            if name in table.columns and texts[name] is not None
        ],
    )


def _mark(rows: Sequence[PartnerRow]) -> str:
    """What tells the rows behind one from any others."""
    return sha256(repr([row.name for row in rows]).encode()).hexdigest()[:16]


def parted(desk: Desk, visit: Visit, release: Release, sent: Fields) -> Told:
    """Says of the rows that were ticked that they are another thing than the rest."""
    name, key = sent.first(TABLE), sent.first(ROW)
    _table, rows, texts = _found(release, name, key)
    if not reviewer(desk, visit).may_review_row(Place(release.dataset, name, texts)):
        return Told(failed=[_("This row is not within what you may decide.")])
    if sent.first("seen") != _mark(rows):
        return Told(failed=[_("The row was made of others when you looked; look again.")])
    ticked = {one.name for one in rows} & {*sent.all(OTHER)}
    rest = {one.name for one in rows} - ticked
    if not ticked or not rest:
        raise Refused(422, _("Tick the rows that are another thing than the rest, not all."))
    pairs, day = [*product(sorted(ticked), sorted(rest))], day_of(desk.now())
    try:
        say(desk.folder.desk, (release.dataset, name), pairs, "different", day, visit.member.id)
    except Against:
        words = _("Members said that they are one thing through others; take that back first.")
        return Told(failed=[words])
    return Told([_("They are not the same from now on: the next publication parts them.")])
