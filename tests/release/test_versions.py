"""How a version rises from one descriptor to the next, and why."""

import json
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.errors import StoreError
from publish.release.change import Change
from publish.release.compare import DATASET, FIELD, RESOURCE, SCHEMA, UnknownChange
from publish.release.versions import bump, content_hash, number, raised

ODBL = {"name": "ODbL-1.0", "title": "ODbL", "path": "https://opendatacommons.org/licenses/odbl/"}
LO2 = {"name": "etalab-2.0", "title": "LO 2.0", "path": "https://www.etalab.gouv.fr/licence"}


def field(name: str, type: str = "string", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": type, "role": "open", "title": name.title(), **more}


PLACES: dict[str, Any] = {
    "name": "places",
    "type": "table",
    "path": "places.csv",
    "format": "csv",
    "mediatype": "text/csv",
    "encoding": "utf-8",
    "bytes": 1200,
    "hash": "sha256:aa",
    "title": "Lieux",
    "titles": {"fr": "Lieux"},
    "licenses": [ODBL],
    "contents_license": "DbCL-1.0",
    "about": "things",
    "rows": 3500,
    "schema": {
        "fields": [
            field("id"),
            field("kind", constraints={"enum": ["café", "atelier"]}),
            field("seats", "integer", unit="seats"),
        ],
        "primaryKey": ["id"],
        "foreignKeys": [{"fields": ["kind"], "reference": {"resource": "kinds", "fields": ["id"]}}],
        "missingValues": [""],
    },
    "browse": {"facets": ["kind"], "label": "id"},
}
KINDS: dict[str, Any] = PLACES | {
    "name": "kinds",
    "path": "kinds.csv",
    "rows": 2,
    "schema": {"fields": [field("id")], "primaryKey": ["id"], "missingValues": [""]},
}
DESCRIPTOR: dict[str, Any] = {
    "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
    "name": "lieux-partages",
    "version": "1.0.0",
    "created": "2026-11-14T00:00:00Z",
    "title": "Lieux partagés",
    "titles": {"fr": "Lieux partagés"},
    "description": "Des lieux.",
    "licenses": [ODBL],
    "contents_license": "DbCL-1.0",
    "contributors": [{"title": "Collectif", "roles": ["publisher"]}],
    "contact": "contact@example.org",
    "contributed": True,
    "demo": True,
    "keywords": ["lieux"],
    "frequency": "weekly",
    "updated": {"date": "2026-11-14", "basis": "declared"},
    "resources": [PLACES, KINDS],
}
Edit = Callable[[dict[str, Any]], object]


def places(tree: dict[str, Any]) -> Any:
    return tree["resources"][0]


def fields(tree: dict[str, Any]) -> Any:
    return places(tree)["schema"]["fields"]


def rises(
    old: dict[str, Any], new: dict[str, Any], rows_changed: bool = False
) -> tuple[str, list[str]]:
    """How the version rises, and the sentences that say why."""
    found = bump(old, new, rows_changed)
    assert found is not None
    return found[0], list(map(str, found[1]))


def after(edit: Edit) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(json.dumps(DESCRIPTOR))
    edit(tree)
    return tree


MAJOR: list[tuple[Edit, list[str]]] = [
    (lambda d: d["resources"].pop(1), ["table kinds removed"]),
    (lambda d: fields(d).pop(2), ["column places.seats removed"]),
    (lambda d: fields(d)[2].update(type="number"), ["type of places.seats: integer, now number"]),
    (lambda d: fields(d)[2].update(unit="m²"), ["unit of places.seats: seats, now m²"]),
    (lambda d: fields(d)[2].pop("unit"), ["unit of places.seats removed: seats"]),
    (
        lambda d: fields(d)[2].update(role="quasi_identifier"),
        ["role of places.seats: open, now quasi_identifier"],
    ),
    (
        lambda d: fields(d)[0].update(protection="pseudonymise"),
        ["protection of places.id: none, now pseudonymise"],
    ),
    (
        lambda d: places(d)["schema"].update(primaryKey=["id", "kind"]),
        ['primary key of places: ["id"], now ["id", "kind"]'],
    ),
    (
        lambda d: places(d)["schema"].pop("primaryKey"),
        ['primary key of places removed: ["id"]'],
    ),
    (
        lambda d: places(d)["schema"].pop("foreignKeys"),
        ["foreign key places.kind to kinds.id removed"],
    ),
    (
        lambda d: places(d)["schema"].update(missingValues=["", "NA"]),
        ['missing values of places: [""], now ["", "NA"]'],
    ),
    (lambda d: places(d).update(about="people"), ["subject of places: things, now people"]),
    (
        lambda d: places(d).update(licenses=[LO2]),
        ["licence of places: ODbL-1.0, now etalab-2.0"],
    ),
    (lambda d: d.update(licenses=[LO2]), ["licence of dataset: ODbL-1.0, now etalab-2.0"]),
    (lambda d: d.pop("contents_license"), ["contents licence changed"]),
    (
        lambda d: places(d).update(contents_license="CC0-1.0"),
        ["contents licence of places changed"],
    ),
    (lambda d: d.update(demo=False), ["demo changed"]),
    (lambda d: d.update(name="lieux"), ["name: lieux-partages, now lieux"]),
    (
        lambda d: fields(d)[2].update(name="chairs"),
        ["column places.seats removed", "column places.chairs added"],
    ),
]
MINOR: list[tuple[Edit, list[str]]] = [
    (lambda d: fields(d).append(field("city")), ["column places.city added"]),
    (lambda d: d["resources"].append(deepcopy(KINDS) | {"name": "towns"}), ["table towns added"]),
    (
        lambda d: d["resources"][1]["schema"].update(
            foreignKeys=[{"fields": "id", "reference": {"resource": "places", "fields": "id"}}]
        ),
        ["foreign key kinds.id to places.id added"],
    ),
    (lambda d: fields(d)[0].update(unit="none"), ["unit of places.id added: none"]),
]
PATCH: list[tuple[Edit, list[str]]] = [
    (lambda d: places(d).update(rows=3510), ["places has 3510 rows, had 3500"]),
    (lambda d: d.update(title="Lieux"), ["texts changed"]),
    (lambda d: places(d)["titles"].update(en="Places"), ["texts of places changed"]),
    (lambda d: fields(d)[0].update(description="Id."), ["texts of places.id changed"]),
    (lambda d: d["keywords"].append("communs"), ["keywords changed"]),
    (lambda d: d.update(contact="autre@example.org"), ["contact changed"]),
    (lambda d: d.update(frequency="monthly"), ["frequency changed"]),
    (lambda d: d["updated"].update(date="2026-11-20"), ["date of last update changed"]),
    (
        lambda d: d.update(licenses=[ODBL | {"title": "ODbL 1"}]),
        ["texts of dataset changed (licence)"],
    ),
    (lambda d: d["licenses"].append(dict(LO2)), ["list of licences changed"]),
    (lambda d: places(d)["browse"].update(label="kind"), ["browsing of places changed"]),
    (
        lambda d: places(d).update(charts=[{"kind": "bars", "column": "kind"}]),
        ["charts of places changed"],
    ),
    (
        lambda d: fields(d)[1]["constraints"]["enum"].append("jardin"),
        ["constraints of places.kind changed"],
    ),
    (lambda d: fields(d).reverse(), ["order of columns of places changed"]),
    (lambda d: d["resources"].reverse(), ["order of tables changed"]),
    (lambda d: places(d).update(path="data/places.csv"), ["form of places changed"]),
]


@pytest.mark.parametrize(("edit", "reasons"), MAJOR)
def test_what_went_away_or_changed_meaning_is_major(edit: Edit, reasons: list[str]) -> None:
    assert rises(DESCRIPTOR, after(edit)) == ("major", reasons)


@pytest.mark.parametrize(("edit", "reasons"), MINOR)
def test_what_was_added_is_minor(edit: Edit, reasons: list[str]) -> None:
    assert rises(DESCRIPTOR, after(edit)) == ("minor", reasons)


@pytest.mark.parametrize(("edit", "reasons"), PATCH)
def test_rows_texts_and_forms_are_a_patch(edit: Edit, reasons: list[str]) -> None:
    assert rises(DESCRIPTOR, after(edit)) == ("patch", reasons)


def test_nothing_changed_is_no_release() -> None:
    def publish_again(d: dict[str, Any]) -> None:
        d.update(version="1.0.1", created="2026-11-21T00:00:00Z")
        places(d).update(bytes=1300, hash="sha256:bb")

    assert bump(DESCRIPTOR, after(publish_again), False) is None


def test_the_export_s_own_date_is_no_change() -> None:
    old = after(lambda d: d.update(updated={"date": "2026-11-14", "basis": "export"}))
    new = after(lambda d: d.update(updated={"date": "2026-11-21", "basis": "export"}))
    assert bump(old, new, False) is None
    assert content_hash(old, {}) == content_hash(new, {})


def test_other_consents_are_a_patch() -> None:
    asked = [{"purpose": "contact", "why": "Write to me.", "months": 12}]
    before = after(lambda d: places(d).update(consents=asked))
    now = after(lambda d: places(d).update(consents=[{**asked[0], "months": 6}]))
    for one in (DESCRIPTOR, now):
        assert rises(before, one) == ("patch", ["consents asked for of places changed"])


@pytest.mark.parametrize("said", [{"add": True}, {"closed": {"state": "closed"}}])
def test_what_the_desk_takes_may_change_after_a_release(said: dict[str, Any]) -> None:
    more = after(lambda d: places(d).update(said))
    told = ("patch", ["what the desk takes of places changed"])
    assert rises(DESCRIPTOR, more) == told
    assert rises(more, DESCRIPTOR) == told


def test_changed_rows_alone_are_a_patch() -> None:
    assert bump(DESCRIPTOR, DESCRIPTOR, True) == ("patch", [Change("rows-changed")])


def test_changed_rows_are_told_once() -> None:
    found = bump(DESCRIPTOR, after(lambda d: places(d).update(rows=3510)), True)
    assert found == ("patch", [Change("row-count", "places", 3500, 3510)])


def test_the_weightiest_reason_comes_first() -> None:
    def edit(d: dict[str, Any]) -> None:
        d.update(title="Lieux")
        fields(d).append(field("city"))
        fields(d).pop(1)

    assert rises(DESCRIPTOR, after(edit), rows_changed=True) == (
        "major",
        ["column places.kind removed", "column places.city added", "texts changed", "rows changed"],
    )


def test_a_change_without_a_word_is_an_error() -> None:
    with pytest.raises(UnknownChange) as refused:
        bump(DESCRIPTOR, after(lambda d: fields(d)[2].update(colour="red")), False)
    assert str(refused.value) == (
        "places.seats: `colour` of datapackage.json changed and the version rule has no word for "
        "it; give it one in publish/release/compare.py"
    )
    assert isinstance(refused.value, StoreError)


def test_an_unknown_key_that_stays_is_no_change() -> None:
    old = after(lambda d: d.update(colour="red"))
    assert bump(old, old, False) is None
    with pytest.raises(UnknownChange, match=r"^`colour` of datapackage"):
        bump(old, DESCRIPTOR, False)


def test_a_change_is_told_with_its_values() -> None:
    def edit(d: dict[str, Any]) -> None:
        fields(d)[2].update(unit="m²")
        places(d)["schema"].update(primaryKey=["id", "kind"])
        places(d)["schema"].pop("foreignKeys")

    found = bump(DESCRIPTOR, after(edit), False)
    assert found == (
        "major",
        [
            Change("unit-changed", "places.seats", "seats", "m²"),
            Change("primary-key-changed", "places", ("id",), ("id", "kind")),
            Change("foreign-key-removed", "places.kind", before="kinds.id"),
        ],
    )


NAMED = {"resources", "fields", "schema", "foreignKeys", "distributions", "licenses"}
SIMPLE = [
    (key, rule)
    for rules in (DATASET, RESOURCE, SCHEMA, FIELD)
    for key, rule in rules.items()
    if key not in NAMED
]


@pytest.mark.parametrize(("key", "rule"), SIMPLE)
def test_a_value_that_comes_goes_or_changes_has_a_code(key: str, rule: Any) -> None:
    for before, now in ((None, "b"), ("a", None), ("a", "b")):
        [change] = rule("places", before, now)
        assert change.level in ("major", "minor", "patch")
        assert "places" in str(change) or key in DATASET


EDITS = [edit for edit, _ in (*MAJOR, *MINOR, *PATCH)]
CHOSEN = st.lists(st.sampled_from(EDITS), max_size=5, unique=True)


@given(CHOSEN, CHOSEN)
def test_a_version_rises_exactly_when_the_content_changed(first: Any, second: Any) -> None:
    old, new = (after(lambda d, edits=edits: edited(d, edits)) for edits in (first, second))
    assert (bump(old, new, False) is None) == (content_hash(old, {}) == content_hash(new, {}))


def edited(tree: dict[str, Any], edits: list[Edit]) -> None:
    for edit in edits:
        with suppress(LookupError, TypeError):  # an earlier edit took its place away
            edit(tree)


@pytest.mark.parametrize("edit", EDITS)
def test_the_content_hash_sees_every_change(edit: Edit) -> None:
    files = {"places.csv": "aa"}
    assert content_hash(after(edit), files) != content_hash(DESCRIPTOR, files)


def test_the_content_hash_is_of_what_is_published() -> None:
    files = {"places.csv": "aa", "kinds.csv": "bb"}
    shuffled = json.loads(json.dumps(dict(reversed(DESCRIPTOR.items()))))
    other = dict(reversed(files.items()))
    assert content_hash(shuffled, other) == content_hash(DESCRIPTOR, files)
    assert content_hash(DESCRIPTOR, files | {"kinds.csv": "cc"}) != content_hash(DESCRIPTOR, files)
    again = after(lambda d: d.update(version="9.9.9", created="2030-01-01T00:00:00Z"))
    assert content_hash(again, files) == content_hash(DESCRIPTOR, files)


def test_the_content_hash_never_changes_by_itself() -> None:
    """A new formula would make a new release of every dataset: change it knowingly."""
    assert content_hash({"name": "é", "resources": []}, {"a.csv": "00"}) == PINNED


PINNED = "b7590d8cf005099107ac7f22d1bf74c9731419dfdf4ffb28d0ace966fa1ed98c"


@pytest.mark.parametrize("version", ["1.0", "1.0.0.0", "01.0.0", "1.0.0-rc1", "../1", ""])
def test_a_version_that_is_none_is_refused(version: str) -> None:
    with pytest.raises(StoreError, match=r"is no version; write it as 1\.2\.3"):
        number(version)


@given(st.tuples(*[st.integers(0, 10**6)] * 3), st.sampled_from(["major", "minor", "patch"]))
def test_a_raised_version_is_higher(parts: tuple[int, int, int], level: Any) -> None:
    version = ".".join(map(str, parts))
    assert number(raised(version, level)) > number(version) == parts


def test_versions_rise_as_people_expect() -> None:
    assert [raised("1.2.3", level) for level in ("major", "minor", "patch")] == [  # type: ignore[arg-type]
        "2.0.0",
        "1.3.0",
        "1.2.4",
    ]
