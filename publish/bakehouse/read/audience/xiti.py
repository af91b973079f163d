"""Exports of Xiti (AT Internet, Piano Analytics): answers of its Data API v3, and its CSV."""

import re
from collections.abc import Iterator, Mapping

from publish.bakehouse.engine import Workspace
from publish.bakehouse.read.audience.addresses import HIDDEN, path_of, plain
from publish.bakehouse.read.audience.exported import exported
from publish.bakehouse.read.audience.matomo_reports import REPORTS, SITE
from publish.bakehouse.read.audience.periods import period_of
from publish.bakehouse.read.audience.records import Record, table_of
from publish.bakehouse.read.audience.tally import Tally, together
from publish.bakehouse.read.exports import Export, ExportRequest
from publish.errors import SourceError

TOOL = "xiti"
READ = ("features", "visits", "devices")
ADDRESSES = ("event_url_full", "event_url", "page_url")
TITLES = ("page_full_name", "page", "page_title_html")
PAGES = (*ADDRESSES, *TITLES)
DEVICES = ("device_type", "visit_device_type")
LIMITS = (50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000)
"""How many rows a page of answers holds where it is not asked for more, at most, and as people
write it; nothing in an answer says that there are more."""
DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
TOTALS = ("total", "totals", "totaux", "total général")
UNKNOWN = ("-", "N/A")
LABELS = {
    "d_page": "page",
    "m_visitors": "m_unique_visitors",
    "Date": "date",
    "Page": "page",
    "Page (full name)": "page_full_name",
    "Page (nom complet)": "page_full_name",
    "Event URL": "event_url",
    "Device - Type": "device_type",
    "Visits": "m_visits",
    "Visites": "m_visits",
    "Visitors": "m_unique_visitors",
    "Visiteurs": "m_unique_visitors",
    "Unique visitors": "m_unique_visitors",
    "Visiteurs uniques": "m_unique_visitors",
    "Page views": "m_page_loads",
    "Page loads": "m_page_loads",
    "Pages vues": "m_page_loads",
    "Chargements": "m_page_loads",
    "Bounces": "m_bounces",
    "Rebonds": "m_bounces",
}
"""Columns as the tool's pages and older answers name them."""
Row = Mapping[str, str]


def read(request: ExportRequest, workspace: Workspace) -> Iterator[Export]:
    """One file of `features`, `visits` or `devices`; days as its rows say, else as of the file.

    Raises SourceError for a file that is cut, one page of several, or words that people typed.
    """
    asked = request.source.report
    if asked not in READ:
        raise SourceError(
            f"{request.file}: which report it is must be said; declare `report:` as one of "
            f"{', '.join(READ)}"
        )
    records = table_of(request)
    rows = _without_total([_renamed(record) for record in records], request.file)
    _refuse(rows, request.file)
    named = together(
        ((_day(row, request), *_names(row, asked, request.file)), _tally(row, request))
        for row in rows
    )
    is_titled = asked == "features" and not any(key in ADDRESSES for row in rows for key in row)
    report = REPORTS["titles" if is_titled else asked]
    yield exported(named, report, TOOL, request, workspace)


def _renamed(record: Record) -> Row:
    values = {LABELS.get(key.strip(), key.strip()): value for key, value in record.values.items()}
    return {key: "" if value.strip() in UNKNOWN else value.strip() for key, value in values.items()}


def _without_total(rows: list[Row], file: str) -> list[Row]:
    """The rows but the one that adds them up; raises SourceError where it adds up more."""
    parts = [row for row in rows if not _is_total(row)]
    loads = sum(_number(row, "m_page_loads", file) or 0 for row in parts)
    for row in rows:
        whole = _number(row, "m_page_loads", file) if _is_total(row) else None
        if whole is not None and whole != loads:
            raise SourceError(
                f"{file}: the total has {whole} page loads and its rows make {loads}; some are "
                "missing: export all of them (`max-results`, `page-num`)"
            )
    return parts


def _is_total(row: Row) -> bool:
    said = {value.lower() for key, value in row.items() if key != "Rank" and key[:2] != "m_"}
    return bool(said & {*TOTALS}) and said <= {*TOTALS, ""}


def _refuse(rows: list[Row], file: str) -> None:
    if len(rows) in LIMITS:
        raise SourceError(
            f"{file}: exactly {len(rows)} rows, where a page of answers ends; export all of them "
            "(`max-results`, `page-num`), in files of another length"
        )
    if any("keyword" in name or "search" in name for row in rows for name in row):
        raise SourceError(
            f"{file}: a report of keywords or searches; people typed such words, they are not "
            "read: remove the file"
        )
    if rows and "m_visits" not in rows[0]:
        raise SourceError(f"{file}: no column m_visits; export it with the visits")


def _day(row: Row, request: ExportRequest) -> str:
    found = DAY.fullmatch(row.get("date", ""))
    if "date" in row and not found:
        raise SourceError(f"{request.file}: a date that is none, as in 2026-11-30; export by day")
    told = found[1] if found else None
    return period_of(request.file, request.source.period, told).first.isoformat()


def _names(row: Row, asked: str, file: str) -> tuple[str, ...]:
    if asked == "visits":
        return (SITE,)
    keys = PAGES if asked == "features" else DEVICES
    key = next((key for key in keys if key in row), None)
    if key is None:
        raise SourceError(f"{file}: none of the columns {', '.join(keys)}; export it with one")
    if asked == "devices":
        if not re.fullmatch(r"[\w /()-]{0,40}", row[key]):
            raise SourceError(f"{file}: a row is no kind of device; export it with device_type")
        return (row[key].lower() or "unknown",)
    if not row[key]:
        return (HIDDEN,)
    return (path_of(row[key]) if key in ADDRESSES else " ".join(plain(row[key]).split()),)


def _tally(row: Row, request: ExportRequest) -> Tally:
    unique = _number(row, "m_unique_visitors", request.file)
    period = period_of(request.file, request.source.period, row.get("date") and _day(row, request))
    return Tally(
        visitors=period.visitors(unique, None),
        visits=_number(row, "m_visits", request.file),
        actions=_number(row, "m_page_loads", request.file),
        bounces=_number(row, "m_bounces", request.file),
    )


def _number(row: Row, name: str, file: str) -> int | None:
    text = re.sub("[ \u00a0\u202f]", "", row.get(name, ""))
    if text and not re.fullmatch(r"\d{1,15}(\.0+)?", text):
        raise SourceError(f"{file}: a value of {name} is no whole number; export it as counted")
    return int(text.partition(".")[0]) if text else None
