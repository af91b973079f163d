"""`outbox.json`: what a person contributed and corrected, as Mastodon writes what somebody posted.

ActivityStreams 2.0 (W3C, 2017); the values of a row are `PropertyValue`s of schema.org.
"""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from publish.people.answer_files import Answer, HeldCorrection, HeldRow, HeldTable
from publish.people.words import title

CONTEXT = [
    "https://www.w3.org/ns/activitystreams",
    {
        "schema": "http://schema.org/",
        "PropertyValue": "schema:PropertyValue",
        "value": "schema:value",
    },
]
ME = "#me"


def outbox(answer: Answer) -> dict[str, Any]:
    """An ordered collection: a `Create` for each row, an `Update` for each correction."""
    done = [*_created(answer), *map(_updated, answer.corrections)]
    return {
        "@context": CONTEXT,
        "id": "outbox.json",
        "type": "OrderedCollection",
        "totalItems": len(done),
        "orderedItems": done,
    }


def _created(answer: Answer) -> Iterator[dict[str, Any]]:
    for table in answer.tables:
        for number, row in enumerate(table.rows, 1):
            place = f"#{table.dataset}/{table.table}/{number}"
            yield _activity("Create", place, _note(place, _named(table, row), table))


def _updated(one: HeldCorrection) -> dict[str, Any]:
    place = f"#corrections/{one.number}"
    new = {column: "" if value is None else value for column, (_, value) in one.changes.items()}
    about = "/".join((one.dataset, one.table, *one.key))
    note = {**_note(place, new), "name": about, "summary": one.why or None}
    note = {name: value for name, value in note.items() if value is not None}
    return _activity("Update", place, note) | {"published": f"{one.received}T00:00:00Z"}


def _activity(kind: str, place: str, note: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": f"{place}/activity", "type": kind, "actor": ME, "object": note}


def _named(table: HeldTable, row: HeldRow) -> dict[str, str]:
    """The values that there are, by the titles of their columns."""
    return {
        title(column.titles, column.name): str(value)
        for column in table.columns
        if (value := row.values[column.name]) is not None
    }


def _note(place: str, values: Mapping[str, str], table: HeldTable | None = None) -> dict[str, Any]:
    lines = (f"<p>{escape(name)}: {escape(value)}</p>" for name, value in values.items())
    named = {"context": f"{table.dataset}/{table.table}"} if table else {}
    return {
        "id": place,
        "type": "Note",
        "attributedTo": ME,
        "content": "".join(lines),
        "attachment": [
            {"type": "PropertyValue", "name": name, "value": value}
            for name, value in values.items()
        ],
        **named,
    }
