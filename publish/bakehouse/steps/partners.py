"""What a run does with partners: reads what each gave, merges it, remembers what ids it gave."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import ibis

from publish.bakehouse.partners.agreements import agreement_problems
from publish.bakehouse.partners.harvested import Harvested
from publish.bakehouse.partners.identity import Before
from publish.bakehouse.partners.ids_file import NAME, Ids
from publish.bakehouse.partners.linked import Linked, linked
from publish.bakehouse.partners.merge import Merging, members_of, merge
from publish.bakehouse.partners.replaced import without_replaced
from publish.bakehouse.partners.taking import take
from publish.bakehouse.partners.told import PartnerRows
from publish.bakehouse.partners.unsure import said_names, still_unsure
from publish.bakehouse.partners.warned import unlinked
from publish.bakehouse.read.exports import Export
from publish.bakehouse.read.staged import lines_after, nothing_refused
from publish.bakehouse.steps.partner_memory import formerly_called, memory_of
from publish.bakehouse.steps.renamed_rows import renamed_rows
from publish.bakehouse.steps.work import RunWork, TakenTable
from publish.corrections.pair_groups import ordered
from publish.corrections.pairs import decided
from publish.corrections.renamed_pairs import Renamings, renamings
from publish.declare.partner_rules import table_of
from publish.declare.site import PARTNERS
from publish.declare.table import Table
from publish.errors import SourceError

_WITH_OTHERS = """
SELECT _partner, count(*) FILTER (_rows > 1)
FROM (SELECT _partner, count(*) OVER (PARTITION BY _published) AS _rows FROM {sources})
GROUP BY _partner
"""


def read_partners(work: RunWork) -> None:
    """What each partner gave, under our columns; one that cannot be read stops nothing."""
    run = work.run
    taking = {name: table for name, table in run.dataset.tables.items() if table.partners}
    for name in taking:
        work.taken[name] = TakenTable(owners=[""] * len(work.exports[name]))
    work.notices += agreement_problems(run.name, {**run.left_out, **run.partners}, run.as_of)
    for stem, harvested in run.harvested.items():
        _take(work, table_of(harvested.declared.table, taking), stem, harvested)
    fill_empty(work)


def fill_empty(work: RunWork) -> None:
    """An export of no row for each table that nobody gave any."""
    for name, taken in work.taken.items():
        table = work.run.dataset.tables[name]
        if not work.exports[name]:
            work.exports[name] = [(table.read_as[-1], _empty(table, work))]
            taken.owners.append("")


def _take(work: RunWork, name: str, stem: str, harvested: Harvested) -> None:
    exports, table = work.exports[name], work.taken[name]
    memory, folder = memory_of(work, name, harvested), work.run.folder / PARTNERS
    taken = take(harvested, work.run.name, memory, folder, work.place)
    work.notices += taken.notices
    table.harvested[stem] = harvested
    if taken.held:
        table.held.add(stem)
    for part in taken.parts:
        table.gone |= {len(exports)} if part.gone else set()
        table.stays |= {len(exports)} if part.stays else set()
        table.owners.append(stem)
        exports.append((part.source, part.export))


def merge_tables(work: RunWork) -> None:
    """The rows of partners as rows of their table; raises SourceError where one is lost."""
    run = work.run
    for name, taken in work.taken.items():
        declared, shaped = run.dataset.tables[name], work.shaped[name]
        run.step(f"merge {name}")
        formerly = formerly_called(taken.harvested)
        ids = Ids(run.private / PARTNERS / NAME, run.name, name, formerly)
        known = ids.known(work.place)
        members = _members(work, name, known)
        again = renamings(run.site.desk, run.name, name).under(formerly)
        found = _linked(work, name, members, again)
        other = renamed_rows(work, name, members, known)
        by = Merging(
            declared=declared,
            partners=taken.harvested,
            ids=ids,
            as_of=run.as_of,
            place=work.place,
            clusters=found.clusters,
            asked=found.asked,
            gone=_keys(work, name, taken.gone),
            before=Before(other.alike, said_names(again, members, work.place)),
        )
        merged = merge(members, known, shaped.table.columns, by)
        waits = still_unsure(again, merged.renamed, (members, known), declared, work.place)
        work.merged[name] = replace(
            merged,
            figures=_counted(work, name, merged.figures),
            unsure=(*waits, *other.unsure),
        )
        work.shaped[name] = replace(shaped, table=merged.rows)


def _members(work: RunWork, name: str, known: Any) -> Any:
    """The partners' rows of a table, but those that stay and are there under another key."""
    taken, table = work.taken[name], work.shaped[name].table
    members = members_of(table, work.run.dataset.tables[name], work.place)
    stay = _keys(work, name, taken.stays)
    if not stay:
        return members
    members, taken.replaced = without_replaced(members, known, stay, work.place)
    return members


def _linked(work: RunWork, name: str, members: Any, again: Renamings) -> Linked:
    """Which of them are one thing; what is to be known of how they were compared is told."""
    run, formerly = work.run, formerly_called(work.taken[name].harvested)
    told = decided(run.site.desk, run.name, name).under(formerly)
    said = told, {ordered(*rows) for rows in again.same.items()}
    model = run.private / PARTNERS / f"{name}.model.json"
    found = linked(members, run.dataset.tables[name], said, model, work.place)
    work.notices += (unlinked(f"{run.name}.{name}", one) for one in found.told)
    return found


def partner_rows(work: RunWork) -> dict[str, dict[str, PartnerRows]]:
    """The partners of each table that they feed, with what they gave, by trust."""
    return {name: _rows(work, name) for name in work.merged}


def _rows(work: RunWork, name: str) -> dict[str, PartnerRows]:
    merged, taken = work.merged[name], work.taken[name].harvested
    asked = "SELECT _partner, max(_updated)::DATE FROM {sources} GROUP BY ALL"
    newest = dict(work.place.sql(work.place.filled(asked, sources=merged.sources)))
    united = _with_others(work, name)
    declared = work.run.dataset.tables[name].partners
    order = declared.order if declared else ()
    return {
        stem: PartnerRows(
            declared=taken[stem].declared,
            rows=merged.figures[stem]["published"],
            updated=day.isoformat() if (day := newest.get(stem)) else "",
            copy=taken[stem].day.isoformat(),
            stale=taken[stem].stale,
            held=stem in work.taken[name].held,
            counts={**merged.figures[stem], "merged": united.get(stem, 0)},
        )
        for stem in dict.fromkeys((*(one for one in order if one in taken), *sorted(taken)))
    }


def _with_others(work: RunWork, name: str) -> dict[str, int]:
    """How many rows of each partner are one thing with another row, by partner."""
    found = work.place.filled(_WITH_OTHERS, sources=work.merged[name].sources)
    return dict(work.place.sql(found))


def _keys(work: RunWork, name: str, parts: Collection[int]) -> list[str]:
    """The rows of some of the exports of a table, by their keys as they came."""
    key = work.run.dataset.tables[name].primary_key[0]
    rows = (work.shaped[name].origins[part][0] for part in sorted(parts))
    found = (table.select(key).to_pyarrow().column(0).to_pylist() for table in rows)
    return [one for keys in found for one in keys]


def _counted(
    work: RunWork, name: str, found: Mapping[str, Mapping[str, int]]
) -> dict[str, dict[str, int]]:
    """What came of each partner and where it went; raises SourceError where a row is lost.

    What is `kept` came of it before, and is none of the `records` of what it gave.
    """
    taken, shaped = work.taken[name], work.shaped[name]
    records, kept, rejected = Counter[str](), Counter[str](), Counter[str]()
    parts = zip(taken.owners, shaped.origins, strict=True)
    for part, (owner, (typed, export)) in enumerate(parts):
        fits = work.place.count(typed.filter(typed["_reject"].isnull()))
        records[owner] += export.records
        kept[owner] += export.records if part in taken.stays else 0
        rejected[owner] += export.records - fits
    # Those that are there under another key are no longer kept, and counted there.
    for counts in (records, kept):
        counts.subtract(name.partition("/")[0] for name in taken.replaced)
    figures = {}
    for stem in taken.harvested:
        went = found.get(stem, {"rows": 0, "published": 0, "left_out": 0})
        if records[stem] != went["rows"] + went["left_out"] + rejected[stem]:
            raise SourceError(
                f"{stem}: {records[stem]} records in, but {went['rows']} rows, {went['left_out']} "
                f"left out and {rejected[stem]} rejects; nothing may be lost, so nothing is "
                "published"
            )
        came = {"records": records[stem] - kept[stem], "kept": kept[stem]}
        figures[stem] = {**came, "rejected": rejected[stem], **went}
    return figures


def _empty(table: Table, work: RunWork) -> Export:
    """An export of no row, where no partner gave any."""
    names = tuple(table.columns)
    rows = work.place.con.create_table(
        work.place.name("empty"), schema=ibis.schema(dict.fromkeys(names, "string")), temp=True
    )
    return Export("partners", rows, names, 0, nothing_refused, lines_after(1))
