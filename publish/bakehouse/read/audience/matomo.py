"""Files exported by Matomo: each a report of one site and one period."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from publish.bakehouse.engine import Workspace
from publish.bakehouse.read.audience.exported import exported
from publish.bakehouse.read.audience.matomo_referrers import twice
from publish.bakehouse.read.audience.matomo_reports import REPORTS, Report
from publish.bakehouse.read.audience.matomo_rows import checked_rows, name_of, tally_of
from publish.bakehouse.read.audience.periods import Period, period_of
from publish.bakehouse.read.audience.records import Answer, answer
from publish.bakehouse.read.audience.tally import METRICS, Named, Tally, together
from publish.bakehouse.read.exports import Export, ExportRequest, Remark
from publish.errors import SourceError
from publish.words.json import read_json

TOOL = "matomo"
SILENT = Remark(
    "matomo-silent",
    "nobody answers at the address of this Matomo; what came before is kept, and read",
    "check the address; if the instance is gone for good, keep the source for its history",
)
REFUSED = Remark(
    "matomo-segments",
    "this Matomo refuses to count the visitors of a feature (a segment of visits): those of its "
    "largest page stand for them, who are fewer",
    "have it compute segments when it is asked (in its config.ini.php "
    "`browser_archiving_disabled_enforce = 0`), or leave it so",
)


def read(request: ExportRequest, workspace: Workspace) -> Iterator[Export]:
    """One file of the report `source.report`: a row per feature, country, device or site.

    Raises SourceError for a file that is cut, of several periods or sites, limited to some rows,
    or of words that people typed.
    """
    if request.source.matomo:
        yield _of_weeks(request, workspace)
        return
    report = _report(request)
    found = answer(request)
    period = period_of(request.file, request.source.period, found.period)
    day = period.middle.isoformat()
    counted = _named(found, report, period, request)
    if request.source.report == "referrers":
        _refuse_both(day, [*counted], request.file, workspace)
    named = {(day, *name): one for name, one in counted.items()}
    yield replace(exported(named, report, TOOL, request, workspace), periods=(period,))


def _of_weeks(request: ExportRequest, workspace: Workspace) -> Export:
    """What was kept of a Matomo that is asked; told where it answers no longer."""
    report, kept = _report(request), read_json(request.path)
    width = -len(METRICS)
    named = {tuple(row[:width]): Tally.of(row[width:]) for row in kept["rows"]}
    # Of what people may have typed only the feature was kept.
    kept_as = replace(report, matched=report.matched and not report.typed)
    periods = tuple(Period(day, day) for day in map(date.fromisoformat, kept["days"]))
    visitors = {tuple(key): int(number) for *key, number in kept["visitors"]}
    export = exported(named, kept_as, TOOL, request, workspace, visitors)
    told = (SILENT,) * (not kept["answers"]) + (REFUSED,) * kept["refused"]
    return replace(export, periods=periods, remarks=(*export.remarks, *told))


def _refuse_both(
    day: str, names: Sequence[tuple[str, ...]], file: str, workspace: Workspace
) -> None:
    """Refuses the kinds of a day beside its sites, which would be counted twice."""
    known = workspace.read.setdefault(("referrers", day), [])
    known += names
    if both := twice(known):
        raise SourceError(
            f"{file}: Referrers.getReferrerType of {day} counts all that came by {both}, and "
            f"another file its sites, which would be counted twice; remove one of the two"
        )


def _report(request: ExportRequest) -> Report:
    if request.source.report is None:
        known = ", ".join(REPORTS)
        raise SourceError(
            f"{request.file}: nothing says which report it is; declare `report:` as one of {known}"
        )
    return REPORTS[request.source.report]


def _named(found: Answer, report: Report, period: Period, request: ExportRequest) -> Named:
    """What the rows count, those of one name together."""
    leaves = checked_rows(found.records, request.file, nested=report.matched)
    if leaves and found.single != (request.source.report == "visits"):
        told = "the numbers of a whole site" if found.single else "a list"
        raise SourceError(
            f"{request.file}: this is {told}, not `report: {request.source.report}`; declare the "
            "report that it is"
        )
    return together(
        (name_of(one, report, request.file), tally_of(one, period, request.file)) for one in leaves
    )
