"""A saved answer of Matomo's Reporting API as records, whatever its form: whole or not at all."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeGuard
from xml.etree import ElementTree

from publish.bakehouse.read.exports import ExportRequest
from publish.bakehouse.read.transcode import beginning, utf8
from publish.errors import SourceError
from publish.words.json import json_of
from publish.words.limits import AUDIENCE_BYTES

UTF16 = (b"\xff\xfe", b"\xfe\xff")
STACKED = "several periods or sites in one; ask for one site and one period a file"
AGAIN = "it is cut or damaged: export it again"
NO_DATA = "No data available"
"""What Matomo writes in place of a CSV without rows."""
DEEP = 100
"""Tables within one another, more than any address has parts."""


class MatomoRefusal(SourceError):
    """Matomo answered that it does not give the report."""


@dataclass(frozen=True)
class Record:
    """A row of a report: its values as text, and the rows below it."""

    values: Mapping[str, str]
    below: tuple["Record", ...] = ()

    @property
    def label(self) -> str:
        """What the row is about."""
        return self.values.get("label", "")


@dataclass(frozen=True)
class Answer:
    """The rows of a report, and the period that the file itself tells."""

    records: tuple[Record, ...]
    period: str | None = None
    single: bool = field(default=False)
    """Whether it is one set of numbers, not a list."""


def answer(request: ExportRequest) -> Answer:
    """The answer in a file: CSV or TSV (in UTF-16 too), JSON or XML.

    Raises SourceError for what is cut, an error message, a page of a browser, and several answers.
    """
    text = _text(request)
    begin = text.lstrip()[:15].lower()
    if begin.startswith(("<!doctype", "<html")):
        raise _browser(request.file)
    if begin.startswith("<"):
        return _xml(text, request.file)
    if begin.startswith(("[", "{")):
        return _json(text, request.file)
    return _delimited(text, request.file)


def answers_by_day(content: bytes, place: str) -> dict[str, Answer]:
    """The answers of the days of a week, as Matomo gives them in one JSON.

    Raises SourceError for what is no such answer, as `answer` does.
    """
    text = content.decode("utf-8", "replace")
    if text.lstrip()[:1] == "<":
        raise _browser(place)
    found = _loaded(text, place)
    if not _is_object(found) or found.get("result") == "error":
        raise _refused(place)
    return {day: _of_day(rows, place) for day, rows in found.items()}


def table_of(request: ExportRequest) -> tuple[Record, ...]:
    """The rows of a CSV, or of the `DataFeed` that Piano's Data API v3 answers.

    Raises SourceError for what is cut, an error message and a page of a browser.
    """
    text = _text(request)
    begin = text.lstrip()[:1]
    if begin == "<":
        raise _browser(request.file)
    if begin != "{":
        return _delimited(text, request.file, stacked=True).records
    found = _loaded(text, request.file)
    feed = found.get("DataFeed") if _is_object(found) else None
    # Older answers are a list of one.
    feed = feed[0] if isinstance(feed, list) and len(feed) == 1 else feed
    rows = feed.get("Rows") if _is_object(feed) else None
    if not isinstance(rows, list):
        raise SourceError(
            f"{request.file}: no DataFeed with its Rows, as getData answers; check the request"
        )
    return tuple(_of_json(row, request.file) for row in rows)


def _of_day(rows: object, place: str) -> Answer:
    if _is_object(rows):
        return _single(rows, place)
    if not isinstance(rows, list):
        raise SourceError(f"{place}: a day without an answer, neither rows nor numbers; ask again")
    return Answer(tuple(_of_json(row, place) for row in rows))


def _browser(file: str) -> SourceError:
    return SourceError(
        f"{file}: a page for browsers, perhaps a login, not an export; save what `module=API` "
        "answers, with a token that may see the site"
    )


def _text(request: ExportRequest) -> str:
    # In memory alone: people may have typed what stands in it, and a killed run leaves no copy.
    content = io.BytesIO()
    for chunk in utf8(_with_encoding(request)):
        content.write(chunk)
        if content.tell() > AUDIENCE_BYTES:
            raise SourceError(
                f"{request.file}: more than {AUDIENCE_BYTES >> 20} MiB; export shorter periods"
            )
    content.seek(0)
    return io.TextIOWrapper(content, "utf-8-sig").read()


def _with_encoding(request: ExportRequest) -> ExportRequest:
    """As asked, in UTF-16 where the file begins with its mark, as Matomo's CSV does."""
    try:
        head = next(beginning(request.path, 2), b"")
    except OSError:
        return request
    if not head.startswith(UTF16):
        return request
    source = request.source.model_copy(update={"encoding": "utf-16"})
    return ExportRequest(request.path, request.file, source, request.declared)


def _delimited(text: str, file: str, *, stacked: bool = False) -> Answer:
    """The rows of a text with a header; where `stacked`, those of several days."""
    first = text.partition("\n")[0]
    delimiter = next((one for one in ("\t;" if stacked else "\t") if one in first), ",")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = next(rows, [])
        records = tuple(_rows(rows, header, file))
    except csv.Error:
        raise SourceError(f"{file}: line {rows.line_num}: {AGAIN}") from None
    if not records and header != [NO_DATA]:
        raise SourceError(f"{file}: no row after the header; {AGAIN}")
    periods = {record.values["date"] for record in records if "date" in record.values}
    if not stacked and (len(periods) > 1 or any("idsite" in one.values for one in records)):
        raise SourceError(f"{file}: {STACKED}")
    return Answer(records, next(iter(periods), None), not {"label", "Label"}.intersection(header))


def _rows(rows: Iterator[list[str]], header: list[str], file: str) -> Iterator[Record]:
    for number, row in enumerate(rows, start=1):
        if len(row) != len(header):
            raise SourceError(
                f"{file}: row {number} has {len(row)} cells where the header has {len(header)}; "
                f"{AGAIN}"
            )
        yield Record(dict(zip(header, row, strict=True)))


def _json(text: str, file: str) -> Answer:
    found = _loaded(text, file)
    if _is_object(found):
        return _single(found, file)
    rows = found if isinstance(found, list) else []
    return Answer(tuple(_of_json(row, file) for row in rows))


def _loaded(text: str, file: str) -> object:
    try:
        found: object = json_of(text)
    except ValueError as error:
        line = getattr(error, "lineno", None)
        place = f" at line {line}, character {getattr(error, 'colno', 0)}" if line else ""
        raise SourceError(f"{file}: not whole JSON{place}; {AGAIN}") from None
    return found


def _single(found: dict[str, object], file: str) -> Answer:
    if found.get("result") == "error":
        raise _refused(file)
    if any(isinstance(value, list | dict) for value in found.values()):
        raise SourceError(f"{file}: {STACKED}")
    return Answer((_of_json(found, file),) if found else (), single=True)


def _of_json(row: object, file: str, depth: int = 0) -> Record:
    if not _is_object(row) or depth > DEEP:
        raise SourceError(f"{file}: a row that is no object; save the answer as Matomo gives it")
    below = row.get("subtable")
    nested = below if isinstance(below, list) else []
    values = {key: _written(value) for key, value in row.items() if _plain(value)}
    return Record(values, tuple(_of_json(one, file, depth + 1) for one in nested))


def _is_object(row: object) -> TypeGuard[dict[str, object]]:
    return isinstance(row, dict)


def _plain(value: object) -> bool:
    return value is not None and not isinstance(value, list | dict)


def _written(value: object) -> str:
    return "" if value is False else str(value)


def _xml(text: str, file: str) -> Answer:
    if re.search(r"<!(DOCTYPE|ENTITY)", text):
        raise SourceError(f"{file}: it declares entities, which no answer of Matomo does; {AGAIN}")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314
    except ElementTree.ParseError as error:
        line, column = error.position
        raise SourceError(
            f"{file}: not whole XML at line {line}, character {column + 1}; {AGAIN}"
        ) from None
    if root.find("error") is not None:
        raise _refused(file)
    if root.tag != "result" or root.find("result") is not None:
        raise SourceError(f"{file}: {STACKED}")
    if root.find("row") is None:
        values = _values(root)
        return Answer((Record(values),) if values else (), root.get("date"), single=bool(values))
    return Answer(tuple(_of_xml(row, file) for row in root.findall("row")), root.get("date"))


def _of_xml(row: ElementTree.Element, file: str, depth: int = 0) -> Record:
    if depth > DEEP:
        raise SourceError(f"{file}: tables within one another beyond measure; {AGAIN}")
    below = row.find("subtable")
    nested = [] if below is None else below.findall("row")
    return Record(_values(row), tuple(_of_xml(one, file, depth + 1) for one in nested))


def _values(element: ElementTree.Element) -> dict[str, str]:
    return {one.tag: one.text or "" for one in element if len(one) == 0}


def _refused(file: str) -> SourceError:
    return MatomoRefusal(
        f"{file}: Matomo answered with an error, not a report; check the token and its right to "
        "see the site, and ask again"
    )
