"""What is searched without being declared: facets of texts, codes, keys of other tables."""

from typing import Any

import pytest

from publish.declare.codes import is_code
from publish.declare.declaration import Table
from tests.bakehouse.bake.tables import dataset

TYPES = {"id": "string", "name": "string", "kind": "string", "postcode": "string", "tags": "list",
         "seats": "integer", "insee": "integer", "owner": "string"}  # fmt: skip


def table(**declared: Any) -> Table:
    return dataset(TYPES, **declared).tables["places"]


def test_facets_of_texts_and_codes_are_searched_behind_what_is_declared() -> None:
    browse = {"facets": ("kind", "tags", "seats"), "search": ("name", "kind")}
    assert table(browse=browse).searched == ("name", "kind", "tags", "postcode")


def test_keys_of_other_tables_are_searched() -> None:
    keys = ({"columns": ("owner",), "references": {"table": "places", "columns": ("id",)}},)
    assert table(foreign_keys=keys).searched == ("postcode", "owner")


def test_codes_of_people_are_not() -> None:
    people = {"about": "people", "contributor": "id", "privacy": {"k": 5}}
    assert table(**people).searched == ()


@pytest.mark.parametrize(
    ("name", "header", "code"),
    [
        ("postcode", None, True),
        ("code_insee", None, True),
        ("cp", None, True),
        ("area", "Code postal", True),
        ("id", None, False),
        ("phone", "Téléphone", False),
        ("decoded", None, False),
    ],
)
def test_codes_are_known_by_their_names(name: str, header: str | None, code: bool) -> None:
    assert is_code(name, header) is code
