"""What an audience tool counted, by day and name, as an export: names become features."""

from collections.abc import Mapping

from publish.bakehouse.engine import Workspace
from publish.bakehouse.read.audience.features import (
    OTHER,
    features_of,
    list_unmatched,
    renamed,
)
from publish.bakehouse.read.audience.matomo_reports import Report
from publish.bakehouse.read.audience.tally import METRICS, Named, together
from publish.bakehouse.read.exports import Export, ExportRequest, Remark
from publish.bakehouse.read.staged import lines_after, nothing_refused, stage

NOBODY: Mapping[tuple[str, ...], int] = {}
NOT_LISTED = Remark(
    "unmatched-titles",
    f"some titles or names are of no feature and count as `{OTHER}`; people may have typed what "
    "stands in them, so they are listed nowhere",
    "look at them in the tool, and add a pattern to `features:` for those that matter",
)


def exported(
    named: Named,
    report: Report,
    tool: str,
    request: ExportRequest,
    workspace: Workspace,
    visitors: Mapping[tuple[str, ...], int] = NOBODY,
) -> Export:
    """The rows of days and names, with features in place of names where the report has them.

    `visitors` are those of a day and feature, where the tool counted them by themselves.
    """
    remarks: tuple[Remark, ...] = ()
    if report.matched:
        named, remarks = _matched(named, report, request, workspace)
    rows = [
        (name[0], tool, *report.cells(name[1:]), *tally.at_least(visitors.get(name)).texts())
        for name, tally in sorted(named.items())
    ]
    headers = ("day", "tool", *report.columns, *METRICS)
    table = stage(workspace, headers, rows, request.file)
    return Export(
        *(request.file, table, headers, len(rows), nothing_refused, lines_after(1), remarks),
        days=frozenset(day for day, *_ in named),
    )


def _matched(
    named: Named, report: Report, request: ExportRequest, workspace: Workspace
) -> tuple[Named, tuple[Remark, ...]]:
    """What features count, and what is told of addresses that are of none."""
    texts = sorted({text for _, text in named})
    features = features_of(texts, request.source.features, request.file)
    found = renamed(named, features)
    if report.typed:
        return found, _titles_told(request, workspace) if OTHER in features.values() else ()
    unmatched = ((text, tally) for (_, text), tally in named.items() if features[text] == OTHER)
    return found, list_unmatched(request, together(unmatched), workspace)


def _titles_told(request: ExportRequest, workspace: Workspace) -> tuple[Remark, ...]:
    """Told once a source, by the first of its files that has some."""
    told = (NOT_LISTED.code, request.source.path)
    is_new = workspace.read.setdefault(told, request.file) == request.file
    return (NOT_LISTED,) if is_new else ()
