"""The archive of an answer: a ZIP that a spreadsheet, a program and another service can read."""

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from publish.forms.delimited import BYTE_ORDER_MARK, FALSE, TRUE, write_csv
from publish.people.activities import outbox
from publish.people.answer_files import ANSWER, MANIFEST, Answer, HeldTable, Value, as_json
from publish.people.clock import ANSWER_DAYS
from publish.people.consents import consent_records
from publish.people.read_me import read_me
from publish.people.words import title
from publish.site.text.languages import Shown, speaking

README, PACKAGE = "README.md", "datapackage.json"
CORRECTIONS, CONSENTS, OUTBOX = "corrections", "consents.jsonld", "outbox.json"
WENT = "where-it-went.csv"
# As Table Schema names them; the others are texts.
_TYPES = ("string", "integer", "number", "boolean", "date", "datetime")
_TEXTS = ("string", "date", "datetime", "json", "list")
_STAND = ("dataset", "table", "version", "day", "current", "license", "rows", "alike", "counted")
_CORRECTION = ("number", "dataset", "table", "key", "column", "said", "new", "received", "state")


def archive(answer: Answer) -> bytes:
    """The bytes of the ZIP: the same answer gives the same ones."""
    with speaking(Shown(answer.language)):
        files = dict(_files(answer))
        files[MANIFEST] = _json(_manifest(answer, files))
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as zip:
        for name, content in files.items():
            year, month, day = map(int, answer.day.split("-"))
            member = ZipInfo(name, (year, month, day, 0, 0, 0))
            member.compress_type = ZIP_DEFLATED
            zip.writestr(member, content)
    return packed.getvalue()


def data_path(table: HeldTable, ending: str) -> str:
    """Where the rows of a table stand in the archive."""
    return f"data/{table.dataset}/{table.table}.{ending}"


def _files(answer: Answer) -> Iterator[tuple[str, bytes]]:
    yield README, read_me(answer).encode()
    yield ANSWER, as_json(answer).encode()
    resources = list[Mapping[str, Any]]()
    for table in answer.tables:
        content = _table_csv(table)
        yield data_path(table, "csv"), content
        yield data_path(table, "json"), _json([dict(row.values) for row in table.rows])
        resources.append(_resource(table, content))
    yield f"{CORRECTIONS}.csv", _csv([_CORRECTION, *_correction_rows(answer)])
    yield f"{CORRECTIONS}.json", _json(json.loads(as_json(answer))["corrections"])
    yield WENT, _csv([_STAND, *_stand_rows(answer)])
    yield CONSENTS, _json(consent_records(answer))
    yield OUTBOX, _json(outbox(answer))
    yield PACKAGE, _json(_package(resources))


def _table_csv(table: HeldTable) -> bytes:
    names = [column.name for column in table.columns]
    return _csv([names, *([_cell(row.values[name]) for name in names] for row in table.rows)])


def _csv(rows: Sequence[Sequence[object]]) -> bytes:
    file = StringIO(newline="")
    write_csv(file, rows)
    # Who opens it in Excel sees the accents.
    return (BYTE_ORDER_MARK + file.getvalue()).encode()


def _cell(value: Value) -> object:
    if isinstance(value, bool):
        return TRUE if value else FALSE
    return "" if value is None else value


def _json(tree: object) -> bytes:
    return (json.dumps(tree, ensure_ascii=False, indent=1) + "\n").encode()


def _correction_rows(answer: Answer) -> Iterator[Sequence[object]]:
    for one in answer.corrections:
        for column, (said, new) in one.changes.items():
            key = ",".join(one.key)
            row = (one.number, one.dataset, one.table, key, column, said, new)
            yield [*map(_cell, row), one.received, one.state]


def _stand_rows(answer: Answer) -> Iterator[Sequence[object]]:
    for table in answer.tables:
        for one in table.went.stands:
            told = (one.table, one.version, one.day, one.current, one.license)
            yield [*map(_cell, (table.dataset, *told, one.rows, one.alike, one.counted))]


def _package(resources: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The descriptor of the tables."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "my-data",
        "resources": list(resources),
    }


def _resource(table: HeldTable, content: bytes) -> dict[str, Any]:
    return {
        "name": f"{table.dataset}-{table.table}".replace("_", "-"),
        "title": title(table.titles, table.table),
        "path": data_path(table, "csv"),
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": {"fields": [_field(table, column) for column in range(len(table.columns))]},
    }


def _field(table: HeldTable, number: int) -> dict[str, str]:
    column = table.columns[number]
    values = [row.values[column.name] for row in table.rows]
    # What could not be read stands there as it was written.
    odd = column.type not in _TEXTS and any(isinstance(value, str) for value in values)
    kind = column.type if column.type in _TYPES else "string"
    named = {"title": title(column.titles, "")} if column.titles else {}
    return {"name": column.name, "type": "string" if odd else kind, **named}


def _manifest(answer: Answer, files: Mapping[str, bytes]) -> dict[str, Any]:
    """What the archive holds, of whom it comes, what for, for whom and for how long."""
    return {
        "day": answer.day,
        "publisher": answer.publisher,
        "contact": answer.contact,
        "counts": {
            "rows": {f"{one.dataset}.{one.table}": len(one.rows) for one in answer.tables},
            "corrections": len(answer.corrections),
            "consents": len(answer.consents),
        },
        "processing": [_processing(one) for one in answer.tables],
        "answer_kept_days": ANSWER_DAYS,
        "files": [
            {"path": name, "bytes": len(content), "sha256": sha256(content).hexdigest()}
            for name, content in files.items()
        ],
    }


def _processing(table: HeldTable) -> dict[str, Any]:
    last, monthly = table.kept
    shares = any(column.fate != "private" for column in table.columns)
    return {
        "table": f"{table.dataset}.{table.table}",
        "controller": table.controller,
        "purposes": [f"publish open data under {table.license}"] if shares else [],
        "recipients": ["the public", *table.portals] if shares else [],
        "retention": {"last_versions": last, "monthly_versions": monthly},
    }
