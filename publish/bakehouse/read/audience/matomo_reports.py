"""The reports of Matomo that are read, and what each says of its rows."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import unquote

from publish.bakehouse.read.audience.addresses import HIDDEN, host_of, path_of, plain
from publish.bakehouse.read.audience.matomo_referrers import KINDS_METHOD, referrer_of
from publish.bakehouse.read.audience.records import Record
from publish.errors import SourceError
from publish.usage.columns import FEATURE

SITE = "site"
"""The feature of a report on the whole site."""
SEGMENT = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True)
class Report:
    """What is read of a report.

    `method` is the API's, `columns` name its rows, `names` makes a record's cells for the first
    of them, and raises SourceError for a record of another report. Where it is `matched`, the
    declared patterns make features of the names; where these are `typed`, people may have typed
    what stands in them, and nothing but the feature is ever written. Matomo says beside each row
    by which of its `segments` it is found; a list has a `measure` that few others have. `rest`
    names the row of all that Matomo keeps no longer.
    """

    method: str
    columns: tuple[str, ...]
    names: Callable[[Record, str], tuple[str, ...]]
    matched: bool = False
    typed: bool = False
    segments: tuple[str, ...] = ()
    measure: str = "nb_visits"
    rest: tuple[str, ...] = (HIDDEN,)

    def check(self, record: Record, file: str) -> None:
        """Raises SourceError for a row of another report, where anything tells."""
        found = SEGMENT.match(unquote(record.values.get("segment", "")))
        if found and found[0] not in self.segments:
            raise SourceError(
                f"{file}: rows of another report (of `{found[0]}`), not of {self.method}; declare "
                f"the `report:` that it is, or export {self.method}"
            )
        if self.measure not in record.values or (self.matched and not self._is_said(record)):
            raise SourceError(
                f"{file}: nothing says that its rows are of {self.method}; export that with all "
                "that lies beside its rows, and with technical names (`translateColumnNames=0`)"
            )

    def _is_said(self, record: Record) -> bool:
        """Pages and titles are told by their measures alone, where an export lacks its segments."""
        return bool(record.values.get("segment")) or self.segments[0].startswith(("page", "event"))

    def cells(self, name: tuple[str, ...]) -> tuple[str, ...]:
        """The name, and empty cells for what the tool does not know."""
        return (*name, *("",) * (len(self.columns) - len(name)))


def _site(record: Record, file: str) -> tuple[str, ...]:
    return (SITE,)


def _address(record: Record, file: str) -> str:
    """The address of a page: its `url` where there is one, for labels are cut at slashes."""
    address = record.values.get("url") or record.label.strip()
    if not address.startswith(("/", "http://", "https://")):
        raise SourceError(
            f"{file}: a row is no address of a page; export the report with `flat=1`, or declare "
            "the `report:` that it is"
        )
    return address


def _page(record: Record, file: str) -> tuple[str, ...]:
    return (path_of(_address(record, file)),)


def _outlink(record: Record, file: str) -> tuple[str, ...]:
    """Of other sites the host counts too."""
    address = _address(record, file)
    return (host_of(address) + path_of(address),)


def _title(record: Record, file: str) -> tuple[str, ...]:
    return (" ".join(plain(record.label).split()),)


def _country(record: Record, file: str) -> tuple[str, ...]:
    code = record.values.get("code", "")
    if not re.fullmatch(r"[A-Za-z]{2,3}", code):
        raise SourceError(f"{file}: a row has no code of a country; export UserCountry.getCountry")
    return (code.upper(),)


def _device(record: Record, file: str) -> tuple[str, ...]:
    """The kind of device as its segment names it, which is the same in every language."""
    segment = plain(record.values.get("segment", "")).replace("+", " ")
    name = (segment.partition("==")[2] if segment else record.label.strip()).lower() or "unknown"
    if name not in DEVICES and not (segment and re.fullmatch(r"[a-z ]{1,40}", name)):
        raise SourceError(f"{file}: a row is no kind of device; export DevicesDetection.getType")
    return (name,)


def _searches(record: Record, file: str) -> tuple[str, ...]:
    raise SourceError(
        f"{file}: files of searches hold words that people typed; ask Matomo itself (`matomo:`), "
        "which counts them"
    )


DEVICES = (
    *("desktop", "smartphone", "tablet", "feature phone", "console", "tv", "car browser"),
    *("smart display", "camera", "portable media player", "phablet", "smart speaker"),
    *("wearable", "peripheral", "unknown"),
)
HITS = "nb_hits"
PAGE_URLS = Report(
    "Actions.getPageUrls", FEATURE, _page, matched=True, segments=("pageUrl",), measure=HITS
)
REPORTS: dict[str, Report] = {
    "visits": Report("VisitsSummary.get", FEATURE, _site),
    "features": PAGE_URLS,
    "downloads": replace(PAGE_URLS, method="Actions.getDownloads", segments=("downloadUrl",)),
    "outlinks": replace(
        PAGE_URLS, method="Actions.getOutlinks", names=_outlink, segments=("outlinkUrl",)
    ),
    "titles": replace(
        PAGE_URLS,
        method="Actions.getPageTitles",
        names=_title,
        typed=True,
        segments=("pageTitle",),
    ),
    "events": replace(
        PAGE_URLS,
        method="Events.getCategory",
        names=_title,
        typed=True,
        segments=("eventCategory", "eventAction", "eventName"),
        measure="nb_events",
    ),
    "countries": Report(
        "UserCountry.getCountry", ("country",), _country, segments=("countryCode",), rest=("XX",)
    ),
    "devices": Report(
        "DevicesDetection.getType",
        ("device",),
        _device,
        segments=("deviceType",),
        rest=("unknown",),
    ),
    "referrers": Report(
        KINDS_METHOD,
        ("kind", "site"),
        referrer_of,
        segments=("referrerType", "referrerName"),
        rest=("website", ""),
    ),
    "searches": Report("Actions.get", ("searches", "without_result"), _searches),
}
"""By the word of the declaration."""
