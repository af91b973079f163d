"""Files exported by Matomo: each a report of one site and one period."""

from collections.abc import Iterator, Mapping

from publish.bakehouse.engine import Workspace
from publish.bakehouse.read.audience.features import OTHER, features_of, list_unmatched
from publish.bakehouse.read.audience.matomo_reports import REPORTS, Report
from publish.bakehouse.read.audience.matomo_rows import checked_rows, tally_of
from publish.bakehouse.read.audience.periods import Period, period_of
from publish.bakehouse.read.audience.records import Answer, answer
from publish.bakehouse.read.audience.tally import METRICS, Tally, together
from publish.bakehouse.read.exports import Export, ExportRequest, Remark
from publish.bakehouse.read.staged import lines_after, nothing_refused, stage
from publish.errors import SourceError

TOOL = "matomo"
Name = tuple[str, ...]
Named = Mapping[Name, Tally]


def read(request: ExportRequest, workspace: Workspace) -> Iterator[Export]:
    """One file of the report `source.report`: a row per feature, country, device or site.

    Raises SourceError for a file that is cut, of several periods or sites, limited to some rows,
    or of words that people typed.
    """
    report = _report(request)
    found = answer(request, workspace.folder / workspace.name("text"))
    period = period_of(request.file, request.source.period, found.period)
    named = _named(found, report, period, request)
    remarks: tuple[Remark, ...] = ()
    if report.matched:
        named, remarks = _matched(named, request, workspace)
    day = period.first.isoformat()
    rows = [
        (day, TOOL, *report.cells(name), *tally.texts()) for name, tally in sorted(named.items())
    ]
    headers = ("day", "tool", *report.columns, *METRICS)
    table = stage(workspace, headers, rows, request.file)
    yield Export(request.file, table, headers, len(rows), nothing_refused, lines_after(1), remarks)


def _report(request: ExportRequest) -> Report:
    if request.source.report is None:
        known = ", ".join(REPORTS)
        raise SourceError(
            f"{request.file}: nothing says which report it is; declare `report:` as one of {known}"
        )
    return REPORTS[request.source.report]


def _named(found: Answer, report: Report, period: Period, request: ExportRequest) -> Named:
    """What the rows count, those of one name together."""
    leaves = checked_rows(found.records, request.file)
    if leaves and found.single != (request.source.report == "visits"):
        told = "the numbers of a whole site" if found.single else "a list"
        raise SourceError(
            f"{request.file}: this is {told}, not `report: {request.source.report}`; declare the "
            "report that it is"
        )
    return together(
        (report.names(one, request.file), tally_of(one, period, request.file)) for one in leaves
    )


def _matched(
    named: Named, request: ExportRequest, workspace: Workspace
) -> tuple[Named, tuple[Remark, ...]]:
    """What features count, and what is told of addresses that are of none."""
    texts = [text for (text,) in named]
    features = features_of(texts, request.source.features, request.file, workspace)
    rest = {text: tally for (text,), tally in named.items() if features[text] == OTHER}
    remarks = list_unmatched(request, rest, workspace)
    return together(((features[text],), tally) for (text,), tally in named.items()), remarks
