"""The rows of a report: all of them or none, none of words that people typed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote

from publish.bakehouse.read.audience.matomo_reports import Report
from publish.bakehouse.read.audience.periods import Period
from publish.bakehouse.read.audience.records import Record
from publish.bakehouse.read.audience.tally import Tally
from publish.errors import SourceError

LIMIT = 100
"""How many rows Matomo gives where it is not asked for all."""
OTHERS = frozenset(
    (
        *("others", "autres", "andere", "otros", "altri", "outros", "overige", "andre", "andra"),
        *("muut", "pozostałe", "ostatní", "-1"),
    )
)
"""The label of the row of all that was left out, in languages of Europe."""
TYPED_COLUMNS = ("nb_pages_per_search", "nb_impressions")
TYPED_SEGMENTS = ("contentname", "contentpiece", "referrerkeyword", "sitesearch")
ENGLISH = {
    "Label": "label",
    "Unique visitors": "nb_uniq_visitors",
    "Visits": "nb_visits",
    "Actions": "nb_actions",
    "Pageviews": "nb_hits",
    "Unique Pageviews": "nb_visits",
    "Downloads": "nb_hits",
    "Unique Downloads": "nb_visits",
    "Clicks": "nb_hits",
    "Unique Clicks": "nb_visits",
    "Total events": "nb_events",
    "Impressions": "nb_impressions",
    "Bounces": "bounce_count",
    "Total time spent by visitors (in seconds)": "sum_visit_length",
}
"""Columns as Matomo's pages name them in English."""
BESIDE = re.compile(r"(?:metadata_|Metadata: )(segment|code|url|is_summary|referrer_type)")
"""How its CSV names what lies beside rows, in technical words and in English."""


def checked_rows(
    records: Sequence[Record], file: str, *, all_asked: bool = False, nested: bool = True
) -> list[Record]:
    """The rows that have none below them, with Matomo's technical names.

    Where they are not `nested`, those below are let go of: pages of a site, words of a search.
    Raises SourceError for words that people typed and for rows that are missing; where Matomo was
    `all_asked`, a row may stand for those that it keeps no longer.
    """
    ours = [_renamed(record if nested else Record(record.values)) for record in records]
    leaves = list(_leaves(ours, file))
    for record in leaves:
        _refuse_typed(record, file)
    if not all_asked:
        _refuse_limited(ours, leaves, file)
    return leaves


def name_of(record: Record, report: Report, file: str) -> tuple[str, ...]:
    """The cells that name a row; raises SourceError for one of another report."""
    if is_rest(record):
        return report.rest
    report.check(record, file)
    return report.names(record, file)


def number(record: Record, file: str, *names: str) -> int | None:
    """The first of the numbers that the record has; None where it has none."""
    for name in names:
        text = record.values.get(name, "")
        if text and not re.fullmatch(r"\d{1,15}(\.0+)?", text):
            raise SourceError(
                f"{file}: a value of {name} is no whole number; export it with `format_metrics=0`"
            )
        if text:
            return int(text.partition(".")[0])
    return None


def tally_of(record: Record, period: Period, file: str) -> Tally:
    """What a row of a report counts."""
    unique = number(record, file, "nb_uniq_visitors")
    daily = number(record, file, "sum_daily_nb_uniq_visitors")
    return Tally(
        visitors=period.visitors(unique, daily),
        visits=number(record, file, "nb_visits"),
        actions=number(record, file, "nb_hits", "nb_events", "nb_actions"),
        bounces=number(record, file, "bounce_count", "entry_bounce_count"),
        seconds=number(record, file, "sum_visit_length", "sum_time_spent"),
    )


def _renamed(record: Record) -> Record:
    values = {_named(key): value for key, value in record.values.items()}
    return Record(values, tuple(map(_renamed, record.below)))


def _named(key: str) -> str:
    beside = BESIDE.fullmatch(key)
    return beside[1] if beside else ENGLISH.get(key, key)


def _leaves(records: Iterable[Record], file: str) -> Iterator[Record]:
    """The rows that have none below them, once those below are found to be all of it."""
    for record in records:
        if record.below:
            _refuse_missing(record, file)
            yield from _leaves(record.below, file)
        else:
            yield record


def _refuse_missing(record: Record, file: str) -> None:
    for name in ("nb_visits", "nb_hits"):
        whole = number(record, file, name)
        parts = sum(number(one, file, name) or 0 for one in record.below)
        if whole is not None and whole != parts:
            raise SourceError(
                f"{file}: a row of {whole} ({name}) has rows below it that make {parts}; some are "
                "missing: export it again with `filter_limit=-1` (events: without `expanded=1`)"
            )


def _refuse_typed(record: Record, file: str) -> None:
    """Refuses reports of keywords, searches and contents, and those with words for columns."""
    segments = unquote(record.values.get("segment", "")).lower().split(";")
    typed = any(one.startswith(TYPED_SEGMENTS) for one in segments)
    typed = typed or not record.values.keys().isdisjoint(TYPED_COLUMNS)
    if typed or "nb_visits" not in record.values:
        raise SourceError(
            f"{file}: a report of words (keywords, searches, contents), or with words for "
            "columns: people typed such words, they are not read. Remove the file; if it is "
            "another report, export it with Matomo's technical names (`translateColumnNames=0`)"
        )


def _refuse_limited(records: Sequence[Record], leaves: Sequence[Record], file: str) -> None:
    if len(records) == LIMIT:
        raise SourceError(
            f"{file}: exactly {LIMIT} rows, where Matomo stops unless it is asked for all; export "
            "it again with `filter_limit=-1`"
        )
    if any(is_rest(record) for record in leaves):
        raise SourceError(
            f'{file}: a row "Others" holds what was left out; export it again with '
            "`filter_limit=-1`, and raise `datatable_archiving_maximum_rows_actions` in Matomo's "
            "config.ini.php if it stays"
        )


def is_rest(record: Record) -> bool:
    """Whether a row stands for those that Matomo left out.

    It says so where lists are flat; else the row has a word for its label, and unlike all others
    neither an address nor a segment.
    """
    if record.values.get("is_summary", "") not in ("", "0"):
        return True
    if record.values.get("url") or record.values.get("segment"):
        return False
    return record.label.strip().rpartition("/ - ")[2].lower() in OTHERS
