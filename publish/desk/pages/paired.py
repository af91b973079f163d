"""Pairs of partners' rows as their deciders see them: side by side, and why they may be one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from publish.corrections.pairs import RENAMED, Pair
from publish.desk.desk import Desk
from publish.desk.pages.parts import table_title
from publish.desk.pages.waiting import column_title, row_page, said_in
from publish.desk.partner_rows import Texts, fed, partner_title, shown_as, texts_of
from publish.desk.waterfall import Bar, bars, in_words
from publish.release.release import Release
from publish.release.table import Field, Table
from publish.site.text.languages import gettext as _
from publish.site.text.words import readable_share


@dataclass(frozen=True)
class Side:
    """A row of a pair: whose it is, what they call it, what it is called; `href` shows it."""

    partner: str
    theirs: str
    title: str
    href: str


@dataclass(frozen=True)
class Beside:
    """What both rows say in a column; `alike` where it is the same."""

    title: str
    left: str
    right: str

    @property
    def alike(self) -> bool:
        """Whether both say the same."""
        return self.left == self.right


@dataclass(frozen=True)
class Step:
    """A step of the waterfall in words."""

    column: str
    says: str
    bar: Bar


@dataclass(frozen=True)
class Shown:
    """A pair for who decides."""

    pair: Pair
    place: str
    left: Side
    right: Side
    cells: Sequence[Beside]
    steps: Sequence[Step]
    share: str

    @property
    def title(self) -> str:
        """What both are called, once where that is the same."""
        return " – ".join(dict.fromkeys((self.left.title, self.right.title)))


@dataclass(frozen=True)
class _Released:
    """A table as the current release has it, and by partners' rows the key of the row there."""

    desk: Desk
    release: Release
    table: Table
    keys: Mapping[str, str]

    def told(self, one: Pair, end: str) -> Texts:
        """What a row of a pair says: as a publication told it, or as it is shown since."""
        if told := one.cells.get(end):
            return told
        key = self.keys.get(one.left if end == "left" else one.right)
        return (texts_of(self.release, self.table, (key,)) if key else None) or {}

    def side(self, name: str, texts: Texts) -> Side:
        """A row of a pair."""
        partner, _slash, theirs = name.partition("/")
        key = self.keys.get(name)
        place = (self.release.dataset, self.table.name)
        href = row_page(self.desk, *place, (key,)) if key else ""
        title = texts.get(self.table.label) if self.table.label else None
        return Side(partner_title(self.table, partner), theirs, title or theirs, href)


def all_shown(desk: Desk, release: Release, pairs: Sequence[Pair]) -> list[Shown]:
    """Pairs beside the current release of their dataset; those of tables that it lacks are out."""
    tables = fed(release)
    names = {
        name: {row for one in pairs if one.table == name for row in one.rows} for name in tables
    }
    here = {
        name: _Released(desk, release, table, shown_as(release, table, names[name]))
        for name, table in tables.items()
    }
    return [_shown(here[one.table], one) for one in pairs if one.table in here]


def _shown(here: _Released, one: Pair) -> Shown:
    left, right = (here.told(one, end) for end in ("left", "right"))
    columns = here.table.columns
    return Shown(
        pair=one,
        place=table_title(here.desk, one.dataset, one.table),
        left=here.side(one.left, left),
        right=here.side(one.right, right),
        cells=_beside(columns, left, right),
        steps=[
            Step(column_title(bar.column, columns.get(bar.column)), in_words(bar.says), bar)
            for bar in bars(one.why)
        ],
        share=readable_share(one.probability, 1),
    )


def _beside(columns: Mapping[str, Field], left: Texts, right: Texts) -> list[Beside]:
    """The columns of the release in their order, where one of both says something there."""
    found = []
    for name, field in columns.items():
        both = left.get(name), right.get(name)
        if any(value is not None for value in both):
            found.append(Beside(column_title(name, field), *(said_in(field, v) for v in both)))
    return found


def state_words(pair: Pair) -> str:
    """What was said of a pair."""
    if pair.state == "different":
        return _("not the same")
    return _("the same row") if pair.kind == RENAMED else _("one thing")
