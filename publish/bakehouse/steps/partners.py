"""What a run does with partners: reads what each gave, merges it, remembers what ids it gave."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

import ibis

from publish.bakehouse.partners.agreements import left_out
from publish.bakehouse.partners.given import asked_of, unread
from publish.bakehouse.partners.harvested import Harvested
from publish.bakehouse.partners.identity import NAME, PARTNERS, Ids
from publish.bakehouse.partners.mapping import MapReport, mapped
from publish.bakehouse.partners.merge import merge
from publish.bakehouse.partners.told import PartnerRows
from publish.bakehouse.read import read
from publish.bakehouse.read.exports import Export
from publish.bakehouse.read.staged import lines_after, nothing_refused
from publish.bakehouse.steps.work import RunWork, Taken
from publish.declare.partner_rules import table_of
from publish.declare.source import Source
from publish.declare.table import Table
from publish.errors import Problem, SourceError


def read_partners(work: RunWork) -> None:
    """What each partner gave, under our columns; one that cannot be read stops nothing."""
    run = work.run
    taking = {name: table for name, table in run.dataset.tables.items() if table.partners}
    for name in taking:
        work.taken[name] = Taken(owners=[""] * len(work.exports[name]))
    work.notices += run.unread
    work.notices += [left_out(run.name, *one, run.as_of) for one in run.left_out.items()]
    for stem, harvested in run.harvested.items():
        name = table_of(harvested.declared.table, taking)
        try:
            exports = [*_mapped(work, name, harvested)]
        except SourceError as error:
            work.notices.append(unread(run.name, stem, str(error)))
            continue
        work.exports[name] += exports
        work.taken[name].harvested[stem] = harvested
        work.taken[name].owners += [stem] * len(exports)
    for name, table in taking.items():
        if not work.exports[name]:
            work.exports[name] = [(table.read_as[-1], _empty(table, work))]
            work.taken[name].owners.append("")


def _mapped(work: RunWork, name: str, harvested: Harvested) -> Iterator[tuple[Source, Export]]:
    table = work.run.dataset.tables[name]
    for asked in asked_of(harvested):
        for export in read(asked, work.place):
            folder = work.run.folder / PARTNERS
            source, ours, told = mapped(harvested, export, table, work.place, folder)
            work.notices += _drift(work.run.name, harvested, export, told)
            if told.gone:
                raise SourceError(
                    f"{export.file}: no header of {', '.join(told.gone)} is there any more"
                )
            yield source, ours


def _drift(
    dataset: str, harvested: Harvested, export: Export, told: MapReport
) -> Iterator[Problem]:
    if told.new:
        yield Problem(
            "partner-drift",
            f"{dataset}.partners.{harvested.partner}",
            f"{export.file}: headers that nothing is made of: {', '.join(told.new)}",
            "name them under `map`, or under `unused`",
            "warning",
        )


def merge_tables(work: RunWork) -> None:
    """The rows of partners as rows of their table; raises SourceError where one is lost."""
    run = work.run
    for name, taken in work.taken.items():
        declared, shaped = run.dataset.tables[name], work.shaped[name]
        run.step(f"merge {name}")
        ids = Ids(run.private / PARTNERS / NAME, run.name, name)
        merged = merge(shaped.table, declared, taken.harvested, ids, run.as_of, work.place)
        counted = _counted(work, name, merged.figures)
        work.merged[name] = replace(merged, figures=counted)
        work.shaped[name] = replace(shaped, table=merged.rows)


def partner_rows(work: RunWork) -> dict[str, dict[str, PartnerRows]]:
    """The partners of each table that they feed, with what they gave, by trust."""
    return {name: _rows(work, name) for name in work.merged}


def _rows(work: RunWork, name: str) -> dict[str, PartnerRows]:
    merged, taken = work.merged[name], work.taken[name].harvested
    asked = "SELECT _partner, max(_updated)::DATE FROM {sources} GROUP BY ALL"
    newest = dict(work.place.sql(work.place.filled(asked, sources=merged.sources)))
    declared = work.run.dataset.tables[name].partners
    order = declared.order if declared else ()
    return {
        stem: PartnerRows(
            declared=taken[stem].declared,
            rows=merged.figures[stem]["published"],
            updated=day.isoformat() if (day := newest.get(stem)) else "",
            copy=taken[stem].day.isoformat(),
            stale=taken[stem].stale,
        )
        for stem in dict.fromkeys((*(one for one in order if one in taken), *sorted(taken)))
    }


def _counted(
    work: RunWork, name: str, found: Mapping[str, Mapping[str, int]]
) -> dict[str, dict[str, int]]:
    """What came of each partner and where it went; raises SourceError where a row is lost."""
    taken, shaped = work.taken[name], work.shaped[name]
    records, rejected = Counter[str](), Counter[str]()
    for owner, (typed, export) in zip(taken.owners, shaped.origins, strict=True):
        fits = work.place.count(typed.filter(typed["_reject"].isnull()))
        records[owner] += export.records
        rejected[owner] += export.records - fits
    figures = {}
    for stem in taken.harvested:
        rows = found.get(stem, {"rows": 0, "published": 0})
        if records[stem] != rows["rows"] + rejected[stem]:
            raise SourceError(
                f"{stem}: {records[stem]} records in, but {rows['rows']} rows and "
                f"{rejected[stem]} rejects; nothing may be lost, so nothing is published"
            )
        figures[stem] = {"records": records[stem], "rejected": rejected[stem], **rows}
    return figures


def remember_ids(work: RunWork) -> None:
    """The ids that rows have, once these are public."""
    run = work.run
    for name, merged in work.merged.items():
        Ids(run.private / PARTNERS / NAME, run.name, name).remember(*merged.kept)


def _empty(table: Table, work: RunWork) -> Export:
    """An export of no row, where no partner gave any."""
    names = tuple(table.columns)
    rows = work.place.con.create_table(
        work.place.name("empty"), schema=ibis.schema(dict.fromkeys(names, "string")), temp=True
    )
    return Export("partners", rows, names, 0, nothing_refused, lines_after(1))
