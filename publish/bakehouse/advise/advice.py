"""What `fournil policy` finds: of each table about people, the policies that lose least."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from publish.bakehouse.advise.axes import Declared, axes_of, ladders_of
from publish.bakehouse.advise.choices import chosen, limits_of, unbeaten
from publish.bakehouse.advise.classes import Figures, Space
from publish.bakehouse.advise.people import people_of
from publish.bakehouse.advise.proof import proved
from publish.bakehouse.advise.rung import Rung, values_of
from publish.bakehouse.advise.search import Found, Policy, searched
from publish.bakehouse.engine import workspace
from publish.bakehouse.protect import recode
from publish.bakehouse.protect.keys import Keys
from publish.bakehouse.protect.tools import Tools
from publish.bakehouse.read import requests
from publish.bakehouse.risk import people_rows
from publish.declare.declaration import Table
from publish.declare.policy import Privacy
from publish.declare.site import SiteFolder
from publish.declare.yaml_file import plain_tree
from publish.progress import Reporter
from publish.release.lock import site_lock

NOBODY = "its exports have no row of anybody who is still there: nothing to search"
Ladders = Mapping[str, list[Rung]]


@dataclass(frozen=True)
class Choice:
    """A policy that publishes: what it costs, and the rung of each quasi-identifier."""

    figures: Figures
    policy: Mapping[str, Rung]


@dataclass(frozen=True)
class Advice:
    """What was found for a table; exact figures, for the private side.

    `declared` are the figures of the policy as it stands. `policies` are all there are, `looked_at`
    those (or beginnings of those) that were counted; where the search did not end, `finished` is
    false and no policy loses less than `least`. `none` says why nothing was searched.
    """

    table: str
    declaration: Table
    none: str = ""
    rows: int = 0
    declared: Figures | None = None
    choices: tuple[Choice, ...] = ()
    policies: int = 0
    looked_at: int = 0
    finished: bool = True
    least: float = 0.0
    refused: Mapping[str, str] = field(default_factory=dict)
    """Why a column's ladder ends early: the rule that was refused, and what names the column."""

    @property
    def rule(self) -> Privacy:
        """How the table's people leave."""
        return self.declaration.rule


def advice(
    site: SiteFolder, name: str, as_of: date, seconds: float, reporter: Reporter
) -> tuple[Advice, ...]:
    """The choices for each table of a dataset that is about people, of those present on `as_of`.

    Each table has so many seconds for its search. Raises a FournilError where publishing would:
    exports that are missing or not as declared.
    """
    dataset, tree = site.dataset(name), plain_tree(site.declaration(name))
    found = []
    with site_lock(site.private):
        files = requests(site, name, dataset)
        for table, declared in dataset.tables.items():
            if declared.about != "people":
                continue
            if why := _nothing_to_search(declared):
                found.append(Advice(table, declared, why))
                continue
            with workspace(site.private / name) as place:
                reporter.step(name, f"{table}: read")
                typed = people_rows(site, name, table, declared, files[table], as_of, place)
                rows = place.kept("typed", typed)
                if not place.count(rows):
                    found.append(Advice(table, declared, NOBODY))
                    continue
                tools = Tools(Keys(name, site.private / name), place, site.data / name)
                read = Declared(tree, table, declared)
                heard = _Heard(reporter, name, table)
                found.append(_searched(read, rows, tools, seconds, heard))
    return tuple(found)


@dataclass(frozen=True)
class _Heard:
    """Who hears of the steps of a table."""

    reporter: Reporter
    dataset: str
    table: str

    def step(self, what: str, count: int | None = None) -> Any:
        return self.reporter.step(self.dataset, f"{self.table}: {what}", count)


def _nothing_to_search(declared: Table) -> str:
    if declared.mode == "aggregates":
        return "leaves as counts, where small numbers are hidden: no records, no policy to search"
    if declared.mode == "named":
        return "a directory of people who agreed to be named: no policy to search"
    if not declared.quasi_identifiers:
        return (
            "no published column has the role `quasi_identifier`: give that role to every column "
            "that others may know of a person (age, place, job)"
        )
    return ""


def _searched(read: Declared, typed: Any, tools: Tools, seconds: float, heard: _Heard) -> Advice:
    """The choices for one table; `typed` are its rows (Ibis) before anything is recoded."""
    declared, place = read.table, tools.place
    heard.step("count who shares what", place.count(typed))
    prepared = place.kept("prepared", recode(typed, _unprotected(declared), tools))
    columns = declared.quasi_identifiers
    values = {name: values_of(prepared, name, declared.columns[name], tools) for name in columns}
    ladders, refused = ladders_of(read, values, tools)
    people, codes = people_of(prepared, values, declared.rule, place)
    space = Space(people, list(axes_of(declared, ladders, codes)))
    advance = heard.step(f"search {space.size} policies", people.all_rows)
    found = searched(space, limits_of(declared.rule.max_suppressed), seconds, advance)
    heard.step("try the best as a publication would")
    return Advice(
        table=read.name,
        declaration=declared,
        rows=people.all_rows,
        declared=space.figures([0] * len(space.axes)),
        choices=tuple(_choices(read, typed, ladders, space, found, tools)),
        policies=space.size,
        looked_at=found.looked_at,
        finished=found.finished,
        least=found.least,
        refused=refused,
    )


def _unprotected(declared: Table) -> Table:
    """The table with its quasi-identifiers as they were, all else as it leaves."""
    columns = {
        name: column.model_copy(update={"protect": None})
        if name in declared.quasi_identifiers
        else column
        for name, column in declared.columns.items()
    }
    return declared.model_copy(update={"columns": columns})


def _choices(
    read: Declared, typed: Any, ladders: Ladders, space: Space, found: Found, tools: Tools
) -> Iterator[Choice]:
    """What was chosen, with the figures that a publication has, where it would take it."""
    tried = []
    for _, numbers in chosen(found):
        policy = _named(space, numbers, ladders)
        table, _ = read.under({name: rung.written for name, rung in policy.items()})
        if table is not None:
            tried.append(Choice(proved(typed, table, policy, tools), policy))
    fit = [one for one in tried if one.figures.suppressed <= read.table.rule.max_suppressed]
    kept = {number for _, (number,) in unbeaten((one.figures, (n,)) for n, one in enumerate(fit))}
    yield from sorted((fit[number] for number in kept), key=lambda one: one.figures)


def _named(space: Space, numbers: Policy, ladders: Ladders) -> dict[str, Rung]:
    """The rung of each column, in declared order."""
    found = {
        name: ladders[name][number]
        for axis, number in zip(space.axes, numbers, strict=True)
        for name in axis.columns
    }
    return {name: found[name] for name in ladders}
