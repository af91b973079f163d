"""The public report of a release: what came in, what went out, what was left and why.

Nothing volatile: no durations, clocks or machine names, so that the same inputs give the same
bytes.
"""

from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from typing import Any

from publish.bakehouse.check.inspection import Inspection, TableRun
from publish.bakehouse.partners.told import PartnerRows
from publish.bakehouse.report import template
from publish.declare.column import Column
from publish.declare.techniques import TECHNIQUES
from publish.errors import Problem
from publish.release.attacked import attacked
from publish.release.criteria import NAMES, criteria
from publish.release.package import Package
from publish.release.protection import Figure, figures
from publish.release.rejects import Reason, said
from publish.release.report import column_titles, role, sentences, technique
from publish.release.table import Table
from publish.release.warned import warned

TOOLS = ("fournil", "duckdb", "ibis-framework", "sqlite-utils", "adbc-driver-sqlite", "pyarrow")
Json = dict[str, Any]


def report(
    inspection: Inspection,
    warnings: Sequence[Problem],
    package: Package,
    checks: list[str],
    attacks: Json | None = None,
) -> Json:
    """The report as JSON; `package` describes what is published, `attacks` how the last ones went.

    What tells of people of whom nothing leaves is no part of it: that it is there, or no more,
    would tell of a single person.
    """
    return {
        "dataset": inspection.name,
        "tables": [_table(run, package, inspection) for run in inspection.tables.values()],
        "checks": checks,
        "warnings": [
            {"code": p.code, "place": p.place, "what": p.what, "fix": p.fix}
            for p in warnings
            if not p.private
        ],
        "attacks": attacks,
        "tools": tools(),
    }


def tools() -> dict[str, str]:
    """The tools that made a release, with their versions."""
    return {tool: version(tool) for tool in TOOLS}


def _table(run: TableRun, package: Package, inspection: Inspection) -> Json:
    published = run.declared.published
    out = [package.tables[table.name] for table in run.protected.tables]
    return {
        "name": run.name,
        # About people, one record more would tell of someone.
        "records_in": None if run.of_people else run.shaped.records,
        "mode": run.declared.mode,
        "rows_out": {table.name: table.rows for table in out},
        "kept_from": _kept(out, package) if run.declared.mode == "aggregates" else {},
        "corrections": dict(run.protected.corrections),
        "clearance": run.protected.held.told if run.protected.held else {},
        "rejected": [
            {
                "column": column,
                "reason": str(reason),
                "rows": count,
                "code": reason.code,
                "values": list(reason.values),
            }
            for (column, reason), count in sorted(_rejected(run).items())
        ],
        "partners": [
            _partner(stem, one) for stem, one in inspection.partners.get(run.name, {}).items()
        ],
        "columns_published": [
            {
                "name": name,
                **_titles(column),
                "role": column.role,
                "technique": column.protect.technique if column.protect else None,
            }
            for name, column in published.items()
        ],
        "columns_dropped": [
            {"name": name, **_titles(column), "role": column.role}
            for name, column in run.declared.columns.items()
            if column.dropped
        ],
        "protection": dict(run.protected.figures),
    }


def _partner(name: str, given: PartnerRows) -> Json:
    """What came of a partner and what became of it; tables of partners are about things."""
    counts = {key: given.counts[key] for key in ("records", "kept", "rejected", "left_out")}
    return {
        "name": name,
        "title": given.declared.name,
        **counts,
        "taken": given.counts["rows"],
        "merged": given.counts["merged"],
        "stale": bool(given.stale) or given.held,
    }


def _titles(column: Column) -> Json:
    """What a column is called, by language, where it has a title."""
    return {"titles": column.title.model_dump(exclude_none=True)} if column.title else {}


def _kept(tables: Sequence[Table], package: Package) -> dict[str, str]:
    """Of counts that show the numbers of an earlier release, the day these are from."""
    since = {table.name: table.unchanged_since for table in tables}
    return {name: day for name, day in since.items() if day and day < package.created}


def _rejected(run: TableRun) -> Mapping[tuple[str, Reason], int]:
    return {} if run.of_people else run.shaped.rejected


def report_html(content: Json, title: str) -> str:
    """The report as a page of its own, readable without the site."""
    words = {"sentences": sentences, "said": said, "warned": warned, "figures": _figures}
    words |= {"criteria": _criteria}
    words |= {"attacked": attacked, "titled": _titled, "role": role, "technique": technique}
    return template("report.html").render(report=content, title=title, **words)


def _titled(table: Json, name: str, language: str) -> str:
    """A column by its title, where it has one, and its name."""
    title = column_titles(table, language).get(name)
    return f"{title} ({name})" if title else name


def _figures(table: Json) -> Iterator[tuple[Figure, Figure]]:
    """Each figure about people in French and in English."""
    return zip(figures(table, "fr"), figures(table, "en"), strict=True)


def _criteria(table: Json, language: str) -> Iterator[tuple[str, str]]:
    """The name of each criterion, and what is said of it."""
    pseudonyms = [one["name"] for one in table["columns_published"] if _keyed(one["technique"])]
    titles = column_titles(table, language)
    for name, sentence in criteria(table["protection"], pseudonyms, language, titles).items():
        yield NAMES[name][language], sentence


def _keyed(technique: str | None) -> bool:
    return technique in TECHNIQUES and TECHNIQUES[technique].keyed
