"""JSON lists of objects and JSON lines: every value as the text that stands in the file."""

import json
import mmap
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from publish.bakehouse.engine import Workspace
from publish.bakehouse.read.exports import Export, ExportRequest, Reject
from publish.bakehouse.read.files import extension_of
from publish.bakehouse.read.headers import checked_headers
from publish.bakehouse.read.json_elements import BLANK, array_at, elements, line_of
from publish.bakehouse.read.json_headers import HeaderPath, merged, objects, places
from publish.bakehouse.read.json_headers import Path as Keys
from publish.bakehouse.read.json_places import JsonFile, documents, lines_of, located
from publish.bakehouse.read.json_text import extraction, keys
from publish.bakehouse.read.transcode import plain
from publish.errors import SourceError
from publish.release.rejects import Reason
from publish.words.json import json_of
from publish.words.sql import literal

MARK = b"\xef\xbb\xbf"
SLACK = 1 << 20
HALF = re.compile(rb"\\u[dD][89a-fA-F]")
DEEP = 500
"""Brackets that no document has whose depth is beyond anyone's measure."""


def read_array(request: ExportRequest, workspace: Workspace) -> Iterator[Export]:
    """A JSON document that is a list of objects, or holds one at the path `source.records`.

    An object that holds a key twice is refused. Raises SourceError with the line of what is
    no JSON, no object or cut short.
    """
    path = _list_alone(request, _plain(request, workspace), workspace)
    text = JsonFile(path, lambda: _elements(path, request.file))
    yield _export(request, text, "array", workspace)


def read_lines(request: ExportRequest, workspace: Workspace) -> Iterator[Export]:
    """JSON lines: an object a line; a line that is none is refused, blank lines are nothing."""
    path = _plain(request, workspace)
    text = JsonFile(path, lambda: _lines(path))
    yield _export(request, text, "newline_delimited", workspace)


def _export(request: ExportRequest, text: JsonFile, format: str, workspace: Workspace) -> Export:
    count, longest = _counted(text.spans())
    raw = _loaded(request, text, (format, longest + SLACK), workspace)
    _refuse_depth(request.file, raw, text, workspace)
    structures = [
        structure
        for structure, _ in workspace.sql(
            f"SELECT json_structure(json), min(rowid) FROM {raw}"  # noqa: S608
            " WHERE json_type(json) = 'OBJECT' GROUP BY 1 ORDER BY 2"
        )
    ]
    found = places(merged(structures, request.file), request.declared, request.file)
    # A list without records has no keys: it is empty, not without columns.
    found = found or {header: HeaderPath((header,)) for header in request.declared}
    if not found:
        raise SourceError(f"{request.file}: no record that has a column; export it with rows")
    headers = checked_headers(tuple(found), request.file)
    refused = _taken_out(raw, objects(found.values()), workspace)
    view = workspace.name("json")
    workspace.sql(f"CREATE VIEW {view} AS {extraction(found, raw)}")
    return Export(
        file=request.file,
        table=workspace.con.table(view),
        headers=headers,
        records=count,
        refused=lambda: _rejects(request.file, text, refused),
        lines=lambda numbers: lines_of(text, _among_all(numbers, sorted(refused))),
    )


def _plain(request: ExportRequest, workspace: Workspace) -> Path:
    """The file as UTF-8 without a byte order mark, which DuckDB's JSON does not take."""
    path = plain(request, workspace.folder / workspace.name("text"))
    with path.open("rb") as file:
        if file.read(len(MARK)) != MARK:
            return path
        bare = workspace.folder / workspace.name("bare")
        with bare.open("wb") as copy:
            shutil.copyfileobj(file, copy)
    return bare


def _list_alone(request: ExportRequest, path: Path, workspace: Workspace) -> Path:
    """A file that holds nothing but the list of records, which GeoJSON calls its features."""
    geojson = extension_of(request.file) == ".geojson"
    records = request.source.records or ("features" if geojson else None)
    if records is None:
        return path
    with _mapped(path, request.file) as data:
        start = array_at(data, records, request.file)
        last = max((end for _, end in elements(data, start, request.file)), default=start)
        end = data.find(b"]", last) + 1
        alone = workspace.folder / workspace.name("list")
        with alone.open("wb") as copy:
            # As many blank lines as stand above, so that lines keep their numbers.
            copy.write(b"\n" * (line_of(data, start) - 1))
            for at in range(start, end, SLACK):
                copy.write(data[at : min(at + SLACK, end)])
    return alone


@contextmanager
def _mapped(path: Path, file: str) -> Iterator[mmap.mmap]:
    with path.open("rb") as opened:
        if not path.stat().st_size:
            raise SourceError(f"{file}: the file is empty; export it again")
        with mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
            yield data


def _elements(path: Path, file: str) -> Iterator[tuple[int, int]]:
    with _mapped(path, file) as data:
        yield from elements(data, array_at(data, None, file), file)


def _lines(path: Path) -> Iterator[tuple[int, int]]:
    offset = 0
    with path.open("rb") as file:
        for line in file:
            if line.strip(BLANK):
                yield offset, offset + len(line)
            offset += len(line)


def _counted(spans: Iterator[tuple[int, int]]) -> tuple[int, int]:
    """How many records there are, and the bytes of the longest with the blanks before it."""
    count = longest = before = 0
    for _, end in spans:
        count, longest, before = count + 1, max(longest, end - before), end
    return count, longest


def _loaded(
    request: ExportRequest, text: JsonFile, how: tuple[str, int], workspace: Workspace
) -> str:
    """The name of a table of the documents, in file order; NULL for a line that is no JSON."""
    format, longest = how
    raw = workspace.name("raw")
    options = f"format = '{format}', maximum_object_size = {longest}"
    if format == "newline_delimited":
        options += ", ignore_errors = true"
    source = f"read_json_objects({literal(str(text.path))}, {options})"
    try:
        workspace.sql(f"CREATE TABLE {raw} AS SELECT json FROM {source}")  # noqa: S608
    except duckdb.InvalidInputException:
        raise _malformed(request.file, text) from None
    return raw


def _refuse_depth(file: str, raw: str, text: JsonFile, workspace: Workspace) -> None:
    """DuckDB dies of documents that Python refuses: those with enough brackets are tried first."""
    many = f"length(json) - length(translate(json::VARCHAR, '[{{', '')) > {DEEP}"
    for number, document in workspace.sql(f"SELECT rowid, json FROM {raw} WHERE {many}"):  # noqa: S608
        try:
            json_of(document)
        except ValueError as error:
            line = located(text, {number})[number]
            raise SourceError(f"{file}: line {line}: {error}; export it flatter") from None


def _malformed(file: str, text: JsonFile) -> SourceError:
    for number, document in documents(text):
        problem = _problem(document)
        if problem:
            offset, reason = problem
            line = located(text, {number})[number] + document.count(b"\n", 0, offset)
            return SourceError(f"{file}: line {line}: not JSON: {reason}; export it again")
    return SourceError(f"{file}: after the list of records stands what is no JSON; export it again")


def _problem(document: bytes) -> tuple[int, str] | None:
    """The byte where Python's parser stumbles, and why, in words without values."""
    try:
        json.dumps(json.loads(document.decode()), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        at = HALF.search(document)
        return at.start() if at else 0, "half of a character, as \\ud83d without its other half"
    except UnicodeDecodeError as error:
        return error.start, f"byte 0x{document[error.start]:02X} is not UTF-8"
    except json.JSONDecodeError as error:
        before = len(error.doc[: error.pos].encode())
        return before, f"{error.msg.lower()} at character {error.colno}"
    except RecursionError:
        return 0, "lists or objects within one another beyond measure"
    return None


def _taken_out(raw: str, objects: list[Keys], workspace: Workspace) -> dict[int, str]:
    """The documents that are no record, out of the table: their place in the file and why."""
    twice = _key_twice(raw, objects, workspace)
    reason = (
        "CASE WHEN json IS NULL THEN 'record-not-json'"
        " WHEN json_type(json) <> 'OBJECT' THEN 'not-object'"
        f" WHEN {twice} THEN 'key-twice' END"
    )
    rejected = workspace.sql(f"SELECT rowid, {reason} FROM {raw} WHERE {reason} IS NOT NULL")  # noqa: S608
    if rejected:
        workspace.sql(f"DELETE FROM {raw} WHERE {reason} IS NOT NULL")  # noqa: S608
    return dict(sorted(rejected))


def _key_twice(raw: str, objects: list[Keys], workspace: Workspace) -> str:
    """A condition on `json`, looked for row by row only when some record holds a key twice."""
    each = keys(objects)
    for (keys_of_objects,) in workspace.sql(f"SELECT DISTINCT {each} FROM {raw}"):  # noqa: S608
        if any(len(names or ()) != len(set(names or ())) for names in keys_of_objects or ()):
            return f"len(list_filter({each}, lambda k: len(k) <> len(list_distinct(k)))) > 0"
    return "false"


def _rejects(file: str, text: JsonFile, refused: dict[int, str]) -> list[Reject]:
    lines = located(text, set(refused)) if refused else {}
    return [Reject(file, lines[number], "", Reason(why)) for number, why in refused.items()]


def _among_all(numbers: Sequence[int], refused: list[int]) -> list[int]:
    """The places among all records of numbers that count only those not refused."""
    places = []
    for number in numbers:
        place = number
        for out in refused:
            if out > place:
                break
            place += 1
        places.append(place)
    return places
