"""The public report of a release: what came in, what went out, what was left and why.

Nothing volatile: no durations, clocks or machine names, so that the same inputs give the same
bytes.
"""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from publish.check.inspection import Inspection, TableRun
from publish.errors import Problem
from publish.protect.risk import BASE

TOOLS = ("fournil", "duckdb", "ibis-framework", "sqlite-utils", "adbc-driver-sqlite", "pyarrow")
Json = dict[str, Any]


def report(
    inspection: Inspection, warnings: Sequence[Problem], rows: Mapping[str, int], checks: list[str]
) -> Json:
    """The report as JSON; `rows` are the published rows of each table."""
    return {
        "dataset": inspection.name,
        "tables": [_table(run, rows) for run in inspection.tables.values()],
        "checks": checks,
        "warnings": [
            {"code": p.code, "place": p.place, "what": p.what, "fix": p.fix} for p in warnings
        ],
        "tools": tools(),
    }


def tools() -> dict[str, str]:
    """The tools that made a release, with their versions."""
    return {tool: version(tool) for tool in TOOLS}


def _table(run: TableRun, rows: Mapping[str, int]) -> Json:
    published = run.declared.published
    return {
        "name": run.name,
        "records_in": _records(run),
        "mode": run.declared.mode,
        "rows_out": {table.name: rows[table.name] for table in run.left.tables},
        "rejected": [
            {"column": column, "reason": reason, "rows": count}
            for (column, reason), count in sorted(run.shaped.rejected.items())
        ],
        "columns_published": [
            {
                "name": name,
                "role": column.role,
                "technique": column.protect.technique if column.protect else None,
            }
            for name, column in published.items()
        ],
        "columns_dropped": [
            {"name": name, "role": column.role}
            for name, column in run.declared.columns.items()
            if column.dropped
        ],
        "protection": dict(run.left.figures),
    }


def _records(run: TableRun) -> int:
    """The records read; about people to the nearest ten, since one more would tell of one."""
    records = run.shaped.records
    return round(records / BASE) * BASE if run.declared.about == "people" else records


def report_html(content: Json, title: str) -> str:
    """The report as a page of its own, readable without the site."""
    loader = FileSystemLoader(Path(__file__).parent)
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    template = environment.get_template("report.html")
    return template.render(report=content, title=title, shown=_shown)


def _shown(value: Any) -> str:
    """A figure as people read it: shares in per cent, groups as `name: value`."""
    if isinstance(value, Mapping):
        return "; ".join(f"{name.replace('_', ' ')}: {_shown(of)}" for name, of in value.items())
    if isinstance(value, list | tuple):
        return " ".join(map(_shown, value))
    return f"{value:.1%}" if isinstance(value, float) else str(value)
