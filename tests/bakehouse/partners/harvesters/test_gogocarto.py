"""Maps of GoGoCarto, as their versions answer: full, compact, JSON-LD, by number and by name."""

import json
from pathlib import Path

import pytest
from pydantic import JsonValue

from publish.bakehouse.partners.harvested import Record
from publish.bakehouse.partners.harvesters.gogocarto import harvest
from publish.errors import SourceError
from tests.bakehouse.partners.services import Answer, serving

ELEMENTS = "/api/elements.json"
FULL: dict[str, JsonValue] = {
    "id": "3x1",
    "name": "La Remise",
    "geo": {"latitude": 45.76, "longitude": 4.83},
    "address": {"streetAddress": "5 rue du Four", "postalCode": "69001", "addressCountry": "FR"},
    "createdAt": "2020-04-21T11:19:56+02:00",
    "updatedAt": "2026-04-21T11:19:56+02:00",
    "categories": ["Épicerie"],
    "categoriesFull": [{"id": 10427, "name": "Épicerie", "description": "", "index": 0}],
    "openHours": {"Mo": "08:00-12:00"},
}
OLDER = {"id": "3x2", "name": "Le Fournil", "categories": [10427, 10490, 7], "stamps": []}
TAXONOMY = [
    {
        "id": 7,
        "name": "Type d’acteur",
        "options": [
            {
                "id": 10427,
                "name": "Épicerie",
                "subcategories": [
                    {"id": 8, "name": "Produits", "options": [{"id": 10490, "name": "Pain"}]}
                ],
            }
        ],
    }
]


def harvested(
    tmp_path: Path, answer: object, taxonomy: object = TAXONOMY, path: str = ELEMENTS
) -> list[Record]:
    """The records of a map that answers this."""
    answers = {
        "/api/elements.json": Answer(json.dumps(answer).encode()),
        "/api/elements.jsonld": Answer(json.dumps(answer).encode()),
        "/api/taxonomy.json": Answer(json.dumps(taxonomy).encode()),
    }
    with serving(answers) as service:
        return list(harvest(service.ask(path, "gogocarto", tmp_path)))


def test_a_full_element_comes_as_it_is(tmp_path: Path) -> None:
    said = {"licence": "https://example.org", "ontology": "gogofull", "data": [FULL]}
    assert harvested(tmp_path, said) == [FULL]


def test_an_element_of_json_ld_too(tmp_path: Path) -> None:
    said = {"@context": "https://example.org/context.jsonld", "@graph": [FULL]}
    assert harvested(tmp_path, said, path="/api/elements.jsonld") == [FULL]


def test_numbers_of_categories_get_their_names(tmp_path: Path) -> None:
    [record] = harvested(tmp_path, {"ontology": "gogofull", "data": [OLDER]})
    assert record == {
        **OLDER,
        "categories": ["Épicerie", "Pain", "7"],
        "categoriesFull": [
            {"id": 10427, "name": "Épicerie"},
            {"id": 10490, "name": "Pain"},
            {"id": 7, "name": None},
        ],
    }


def test_a_name_among_numbers_stays(tmp_path: Path) -> None:
    [record] = harvested(tmp_path, {"data": [{**OLDER, "categories": ["Vrac", 10490, True]}]})
    assert record["categories"] == ["Vrac", "Pain", True]
    assert record["categoriesFull"] == [{"id": 10490, "name": "Pain"}]


def test_a_flat_taxonomy_names_them_as_well(tmp_path: Path) -> None:
    flat = {"@context": "…", "@graph": [{"id": 10427, "name": "Épicerie"}]}
    [record] = harvested(tmp_path, {"data": [OLDER]}, flat)
    assert record["categoriesFull"] == [
        {"id": 10427, "name": "Épicerie"},
        {"id": 10490, "name": None},
        {"id": 7, "name": None},
    ]


def test_the_taxonomy_is_asked_for_once_and_only_for_numbers(tmp_path: Path) -> None:
    answers = {
        ELEMENTS: Answer(json.dumps({"data": [FULL, OLDER, {**OLDER, "id": "3"}]}).encode()),
        "/api/taxonomy.json": Answer(json.dumps(TAXONOMY).encode()),
    }
    with serving(answers) as service:
        asked = service.ask(f"{ELEMENTS}?token=a&limit=500", "gogocarto", tmp_path)
        assert len(list(harvest(asked))) == 3
    assert service.asked == [
        f"{ELEMENTS}?token=a&limit=500",
        "/api/taxonomy.json?token=a&limit=500",
    ]


def test_a_compact_element_is_named_by_the_mapping(tmp_path: Path) -> None:
    said = {
        "ontology": "gogocompact",
        "data": [
            ["3x1", ["La Remise", "69001"], 45.76, 4.83],
            ["3x2", ["Le Fournil", None], 43.6, 1.44, 1, 0],
        ],
        "mapping": ["id", ["name", "zip"], "latitude", "longitude", "status", "moderationState"],
    }
    assert harvested(tmp_path, said) == [
        {"id": "3x1", "name": "La Remise", "zip": "69001", "latitude": 45.76, "longitude": 4.83},
        {
            "id": "3x2",
            "name": "Le Fournil",
            "zip": None,
            "latitude": 43.6,
            "longitude": 1.44,
            "status": 1,
            "moderationState": 0,
        },
    ]


def test_one_of_an_older_map_by_its_place(tmp_path: Path) -> None:
    said = {"data": [["3x1", "La Remise", 45.76, 4.83, [10427]]], "ontology": "gogocompact"}
    [record] = harvested(tmp_path, said)
    assert record == {
        "id": "3x1",
        "name": "La Remise",
        "latitude": 45.76,
        "longitude": 4.83,
        "categories": ["Épicerie"],
        "categoriesFull": [{"id": 10427, "name": "Épicerie"}],
    }


def test_a_map_without_elements_is_empty(tmp_path: Path) -> None:
    assert harvested(tmp_path, {"licence": "", "ontology": "gogofull", "data": []}) == []


TOKEN = b"You need to provide a token to access to this API. Please visit https://example.org/api"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (TOKEN, "no list of elements under `data` there; .*, with its token if it asks for one"),
        (b'{ "error": "Element does not exists" }', "no list of elements under `data`"),
        (b'{"data": {"id": "3x1"}}', "no list of elements under `data`"),
        (b"<!doctype html>", "a web page, not JSON"),
        (b'{"data": [{"id": 1}, [1]]}', "an element of the list is no object"),
        (b'{"data": [[1], {"id": 1}]}', "element 2 is no list, as others are"),
        (b'{"mapping": 1, "data": [[1]]}', "`mapping` is no list"),
        (b'{"data": [{"id": tru}]}', "no JSON, or a part of it"),
        (b'{"data": [{"id": "\xff"}]}', "no JSON, or a part of it"),
        (b'{"data": [{"a": ' + b"[" * 9999 + b"]" * 9999 + b"}]}", "no JSON, or a part of it"),
    ],
)
def test_what_is_no_map_is_said(tmp_path: Path, body: bytes, words: str) -> None:
    with (
        serving({ELEMENTS: Answer(body)}) as service,
        pytest.raises(SourceError, match=f"/api/elements.json: .*{words}"),
    ):
        list(harvest(service.ask(ELEMENTS, "gogocarto", tmp_path)))


def test_names_that_cannot_be_had_are_no_reason_to_leave_them_out(tmp_path: Path) -> None:
    answers = {ELEMENTS: Answer(json.dumps({"data": [OLDER]}).encode())}
    with (
        serving(answers) as service,
        pytest.raises(SourceError, match=r"/api/taxonomy\.json: the server answers 404"),
    ):
        list(harvest(service.ask(ELEMENTS, "gogocarto", tmp_path)))
