"""What somebody withdrew, and which kept releases show it: from digests and public facts alone.

Whoever withdrew may have no row in any export any more: who asks is known, so their digests are
made again and looked for. Of groups of people nothing is looked up, but which releases have them:
whether somebody stands in one is told to nobody.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from publish.bakehouse.listed import Listed, read_listed, showing
from publish.bakehouse.protect.partings import Parting, partings
from publish.bakehouse.protect.withdrawal_list import Person, key_of, person, withdrawn_on
from publish.bakehouse.protect.withdrawals import as_counted
from publish.declare.declaration import Dataset
from publish.declare.site import SiteFolder
from publish.declare.table import ROW, Table
from publish.people.leaving_words import countdown, way, without
from publish.people.left import Kind, Left, LeftTable
from publish.people.went import Stand, Went
from publish.people.where import Whereabouts, whereabouts
from publish.words.governance import OTHERS

_DAY = timedelta(1)
# What goes with the next release: of it nothing remains to be said.
_GOES = ("named", "rows")


def departures(site: SiteFolder, name: str, who: str, today: date) -> list[Left]:
    """What a person withdrew of a dataset; raises PrivateStateError, StoreError."""
    private = site.private / name
    due, parts = withdrawn_on(private, today), partings(private)
    if not due and not parts:
        return []
    me, known = person(key_of(private), who), read_listed(private)
    mine = _Departed(site, name, site.dataset(name), me, today, known)
    return [*mine.whole(due), *mine.parts(parts)]


class _What(NamedTuple):
    """What was withdrawn of a table, and what becomes of it.

    `shown` are releases that are known to show it; others are looked up where it `is_listed` whom
    they show.
    """

    word: str
    day: str
    is_listed: bool
    shown: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Departed:
    """A person in a dataset; `known` is whom its releases show, by version."""

    site: SiteFolder
    name: str
    dataset: Dataset
    me: Person
    today: date
    known: Mapping[str, Listed]

    def whole(self, due: Sequence[tuple[Person, date | None]]) -> Iterator[Left]:
        """That they left all of it, if they did: the first day that was noted counts."""
        tables = self.dataset.tables
        there = [one for one in tables if any(self._is_me(one, who) for who, _day in due)]
        me = [day for who, day in due if who == self.me or any(self._is_me(t, who) for t in tables)]
        day = min((one.isoformat() for one in me if one), default="")
        mine = {one: _What(way(tables[one]), day, _is_looked_up(tables[one])) for one in there}
        if me:
            known = {table for release in self.known.values() for table in release}
            mine |= {one: _What("", day, is_listed=True) for one in sorted(known - {*tables})}
            yield self._left("dataset", day, 0, mine)

    def parts(self, parts: Sequence[Parting]) -> Iterator[Left]:
        """What they withdrew of single tables: the last day counts."""
        found = defaultdict[tuple[str, Kind], list[Parting]](list)
        for one in parts:
            if self._is_me(one.table, one.who) or (self._lacks(one.table) and one.who == self.me):
                found[one.table, _kind(one)].append(one)
        for (table, kind), mine in found.items():
            day = max(one.day for one in mine)
            shown = frozenset(version for one in mine for version in one.shown)
            what = _What("", day, is_listed=False, shown=shown)
            if not self._lacks(table):
                declared = self.dataset.tables[table]
                what = _What(_way(declared, mine), day, declared.named is not None, shown)
            yield self._left(kind, day, len({one.row for one in mine if one.row}), {table: what})

    def _lacks(self, table: str) -> bool:
        """Whether a table is declared no more, or without whose its rows are."""
        declared = self.dataset.tables.get(table)
        return declared is None or declared.contributor in (None, ROW)

    def _is_me(self, table: str, one: Person) -> bool:
        """Whether somebody who withdrew is the person, as the contributors of a table are told."""
        if self._lacks(table):
            return False
        declared = self.dataset.tables[table]
        return as_counted(declared, [one]) == as_counted(declared, [self.me])

    def _left(self, kind: Kind, day: str, rows: int, mine: Mapping[str, _What]) -> Left:
        where = whereabouts(self.site, self.name, *mine)
        tables = [
            LeftTable(
                self._titles(table),
                "" if what.word in _GOES else what.word,
                list(self._stands(where, table, what)),
            )
            for table, what in mine.items()
        ]
        titles = self.dataset.title.model_dump(exclude_none=True)
        went = Went([], where.gone, where.downloads, where.sent)
        return Left(self.name, titles, kind, day, rows, tables, went)

    def _titles(self, table: str) -> dict[str, str]:
        declared = self.dataset.tables.get(table)
        return declared.title.model_dump(exclude_none=True) if declared else {"fr": table}

    def _stands(self, where: Whereabouts, table: str, what: _What) -> Iterator[Stand]:
        """The kept releases that show what was withdrawn of a table, or may."""
        for entry, release in where.kept:
            for stand in where.stands(entry, release):
                if where.parts[stand.table] == table:
                    yield from self._still(stand, table, what)

    def _still(self, stand: Stand, table: str, what: _What) -> Iterator[Stand]:
        # The clock of the bakehouse may be a day ahead of UTC, by which requests are dated.
        day = date.fromisoformat(stand.day) - _DAY
        was_there = not what.day or day <= date.fromisoformat(what.day)
        listed = what.is_listed and was_there and self._is_listed(stand.version, table)
        if stand.version in what.shown or listed:
            yield replace(stand, left="shown", until=self._next())
        elif self._is_in_group(stand.version, table):
            if what.word == "waits":
                yield replace(stand, left="among")
            elif what.word != "noted" and was_there:
                yield replace(stand, left="among", until=self._last(what.day))

    def _is_in_group(self, version: str, table: str) -> bool:
        """Whether a release tells of groups of people; also where its table is declared no more."""
        if self._lacks(table):
            return table not in self.known.get(version, {})
        return self.dataset.tables[table].in_series

    def _is_listed(self, version: str, table: str) -> bool:
        """Whether a release shows them, or nobody knows whom it shows."""
        if self._lacks(table):
            there = self.known.get(version, {}).get(table, ())
            return not {self.me.text, self.me.whole}.isdisjoint(there)
        me = as_counted(self.dataset.tables[table], [self.me])
        return bool(showing(self.known, [version], {table: me}))

    def _next(self) -> str:
        last = countdown(self.dataset, self.today)
        return last.served.isoformat() if last else ""

    def _last(self, day: str) -> str:
        """When nothing of that day is kept any more, unless publications did not come."""
        last = countdown(self.dataset, date.fromisoformat(day)) if day else None
        return last.kept.isoformat() if last and last.kept >= self.today else ""


def _is_looked_up(declared: Table) -> bool:
    """Whether it is known whom releases show, of whom leaves all of a table."""
    return declared.named is not None or declared.forget is not None


def _kind(one: Parting) -> Kind:
    if one.how == "delete" or one.how == "keep":
        return "row" if one.row else "table"
    return one.how


def _way(declared: Table, mine: Sequence[Parting]) -> str:
    """What becomes of what was withdrawn of a table, in a word of ours; "" where it goes."""
    hows = {one.how for one in mine}
    if hows <= set(OTHERS):
        consents = (declared.purposes.get(one) for one in OTHERS if one in hows)
        # What it covered then is emptied, whatever the declaration says today.
        covers = [*(one.covers for one in consents if one), *(one.covers for one in mine)]
        return "" if any(covers) else "noted"
    if declared.in_series or declared.mode is None:
        return way(declared)
    return without(declared) if hows == {"keep"} else "rows"
