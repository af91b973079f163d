"""The exports of a dry run: every one is read, and none that fails hides what the others say."""

from dataclasses import dataclass, field

import ibis

from publish.bakehouse.check import on_exports
from publish.bakehouse.read import read, requests
from publish.bakehouse.read.exports import Export, ExportRequest, headers
from publish.bakehouse.read.staged import lines_after, nothing_refused
from publish.bakehouse.steps import RunWork
from publish.declare.declaration import Source, Table
from publish.errors import Problem, SourceError


@dataclass
class Read:
    """What was read of the exports.

    `unread` are the tables with an export that could not be read, `lacking` the columns, as
    `table.column`, that an export lacks; `found` and `exports` are by table.
    """

    found: dict[str, list[ExportRequest]] = field(default_factory=dict)
    exports: dict[str, list[tuple[Source, Export]]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    lacking: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_all(work: RunWork) -> Read:
    """The exports of all tables; one of no row stands for what could not be read."""
    done = Read()
    work.run.step("read")
    for name, table in work.run.dataset.tables.items():
        done.found[name], done.exports[name] = [], []
        for source in table.sources:
            _read_one(name, table, source, work, done)
        done.problems += on_exports(name, table, done.exports[name])
        done.exports[name] = [
            (_without_missing(name, table, source, export, done), export)
            for source, export in done.exports[name]
        ]
        if name in done.unread:
            done.exports[name] = [(table.read_as[0], _empty(table, work))]
    return done


def _read_one(name: str, table: Table, source: Source, work: RunWork, done: Read) -> None:
    alone = {name: table.model_copy(update={"sources": (source,)})}
    dataset = work.run.dataset.model_copy(update={"tables": alone})
    try:
        found = requests(work.run.site, work.run.name, dataset)[name]
        done.exports[name] += [
            (source, export) for one in found for export in read(one, work.place)
        ]
        done.found[name] += found
    except SourceError as error:
        done.unread.add(name)
        done.errors += str(error).splitlines()


def _without_missing(name: str, table: Table, source: Source, export: Export, done: Read) -> Source:
    """The source as if it said of each header that it lacks that it has none."""
    missing = [
        column for column, header in headers(table, source).items() if header not in export.headers
    ]
    if len(missing) == len(table.columns):
        done.unread.add(name)
    done.lacking |= {f"{name}.{column}" for column in missing}
    return source.model_copy(update={"headers": {**source.headers, **dict.fromkeys(missing, None)}})


def _empty(table: Table, work: RunWork) -> Export:
    """An export of no row, so that the policy of its table is looked at all the same."""
    names = tuple(dict.fromkeys(headers(table, table.read_as[0]).values()))
    rows = work.place.con.create_table(
        work.place.name("empty"), schema=ibis.schema(dict.fromkeys(names, "string")), temp=True
    )
    return Export(table.read_as[0].path or "", rows, names, 0, nothing_refused, lines_after(1))
