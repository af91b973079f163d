"""What an audience tool counted, by day and name, as an export: names become features."""

from collections.abc import Mapping

from publish.bakehouse.engine import Workspace
from publish.bakehouse.read.audience.features import OTHER, features_of, list_unmatched
from publish.bakehouse.read.audience.matomo_reports import Report
from publish.bakehouse.read.audience.tally import METRICS, Tally, together
from publish.bakehouse.read.exports import Export, ExportRequest, Remark
from publish.bakehouse.read.staged import lines_after, nothing_refused, stage

Named = Mapping[tuple[str, ...], Tally]
"""By the day and the cells of the name."""


def exported(
    named: Named, report: Report, tool: str, request: ExportRequest, workspace: Workspace
) -> Export:
    """The rows of days and names, with features in place of names where the report has them."""
    remarks: tuple[Remark, ...] = ()
    if report.matched:
        named, remarks = _matched(named, request, workspace)
    rows = [
        (name[0], tool, *report.cells(name[1:]), *tally.texts())
        for name, tally in sorted(named.items())
    ]
    headers = ("day", "tool", *report.columns, *METRICS)
    table = stage(workspace, headers, rows, request.file)
    return Export(request.file, table, headers, len(rows), nothing_refused, lines_after(1), remarks)


def _matched(
    named: Named, request: ExportRequest, workspace: Workspace
) -> tuple[Named, tuple[Remark, ...]]:
    """What features count, and what is told of addresses that are of none."""
    texts = sorted({text for _, text in named})
    features = features_of(texts, request.source.features, request.file, workspace)
    unmatched = ((text, tally) for (_, text), tally in named.items() if features[text] == OTHER)
    remarks = list_unmatched(request, together(unmatched), workspace)
    found = (((day, features[text]), tally) for (day, text), tally in named.items())
    return together(found), remarks
