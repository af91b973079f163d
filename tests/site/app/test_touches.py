"""Each place where Datasette is reached into is listed, and as it was when it was looked at."""

import ast
import inspect
from hashlib import sha256
from importlib import import_module
from pathlib import Path

import pytest
from datasette.app import Datasette
from datasette.database import Database
from datasette.filters import Filters
from hypothesis import given
from hypothesis import strategies as st

from publish.site.app.touches import TOUCHES
from publish.site.http.arguments import tilde_decode, tilde_encode
from publish.words.sql import sql_name

ROOM = Path(__file__).parents[3] / "publish" / "site" / "app"
# Of the source of each place; write a new one only after having read what changed.
DIGESTS: dict[str, str] = {
    "datasette.app:Datasette.__init__": "3237fdc8fffa",
    "datasette.app:Datasette._routes": "810dac5827b7",
    "datasette.app:Datasette._prepare_connection": "a7e5d6848618",
    "datasette.app:Datasette.refresh_schemas": "f7aabb883340",
    "datasette.app:Datasette.resolve_table": "d37cd682fd21",
    "datasette.app:Datasette.resolve_row": "161f11fc0010",
    "datasette.app:Datasette.table_config": "fcacd77dfd37",
    "datasette.app:Datasette.get_instance_metadata": "8abb96568116",
    "datasette.app:Datasette.get_database_metadata": "5a4f8a2ed8a2",
    "datasette.app:Datasette.get_resource_metadata": "09f67cd4558e",
    "datasette.app:Datasette.get_column_metadata": "6bebd2638b15",
    "datasette.app:Datasette.app": "3c71ed7f45cb",
    "datasette.app:wrap_view_function": "b0c0dd1c5d56",
    "datasette.app:DatasetteRouter.route_path": "e2505b90553b",
    "datasette.database:Database.__init__": "3c877f0f27f7",
    "datasette.database:Database.execute": "a7ce6e4a84a7",
    "datasette.database:Database.table_counts": "10e68067492f",
    "datasette.database:Database.attached_databases": "6883fd4e4026",
    "datasette.database:Database.derived_table_dependencies": "c1bce6577c7d",
    "datasette.database:Database.view_exists": "2ea95ce40bd6",
    "datasette.database:Database.table_names": "673846e9e402",
    "datasette.database:Database.hidden_table_names": "fb8a03fee4a7",
    "datasette.database:Database.view_names": "7b29fff5fdf3",
    "datasette.database:Database.get_table_definition": "0534d1636fa8",
    "datasette.database:Results": "28a6b2c524f5",
    "datasette.database:QueryInterrupted.__init__": "93ee914a8cec",
    "datasette.utils.internal_db:init_internal_db": "4f866975054a",
    "datasette.utils.internal_db:populate_schema_tables": "09bbf756e6ed",
    "datasette.filters:Filters": "e064b4f87d08",
    "datasette.facets:load_facet_configs": "b5c2519ac85f",
    "datasette.facets:ColumnFacet": "761018b9b4ea",
    "datasette.facets:ArrayFacet": "d16067f6cce1",
    "datasette.facets:DateFacet": "29ea904d89b3",
    "datasette.handle_exception:handle_exception": "a76a6c99b51a",
    "datasette.forbidden:forbidden": "aa7f859ed214",
    "datasette.renderer:json_renderer": "85eb13a12331",
    "datasette.views.table:table_view": "f577506ac6a6",
    "datasette.views.table:_sort_order": "b8f9b6f5eafe",
    "datasette.views.table:_next_value_and_url": "eef8f805d1d7",
    "datasette.views.database:QueryView": "63d1e065c5fb",
    "datasette.views.database:MagicParameters": "76a9a8e44f92",
    "datasette.utils:named_parameters": "6846a4d5e0f4",
    "datasette.utils:resolve_routes": "9a2770cc3552",
}


def source(place: str) -> str:
    """The text of `module:qualified name`, read from its file: fixtures may wrap what is there."""
    module, _, name = place.partition(":")
    text = Path(inspect.getfile(import_module(module))).read_text(encoding="utf-8")
    found: ast.AST = ast.parse(text)
    for part in name.split("."):
        (found,) = [n for n in ast.iter_child_nodes(found) if getattr(n, "name", None) == part]
    return ast.get_source_segment(text, found) or ""


@pytest.mark.parametrize("place", TOUCHES)
def test_a_place_is_as_it_was(place: str) -> None:
    now = sha256(source(place).encode()).hexdigest()[:12]
    assert now == DIGESTS[place], f"{place} has changed: does {TOUCHES[place]!r} still hold?"


def test_digests_are_of_listed_places() -> None:
    assert list(DIGESTS) == list(TOUCHES)


def test_every_private_name_is_of_a_listed_place() -> None:
    theirs = {*dir(Datasette(memory=True)), *dir(Database(Datasette())), *dir(Filters)}
    private = {name for name in theirs if name.startswith("_") and not name.startswith("__")}
    used = {name for path in ROOM.glob("*.py") for name in _private_names(path)}
    told = " ".join(TOUCHES) + " ".join(TOUCHES.values())
    assert {name for name in used & private if name not in told} == set()


def _private_names(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return {name for name in names if name.startswith("_")}


@given(st.text())
def test_addresses_are_written_as_datasette_writes_them(text: str) -> None:
    from datasette.utils import tilde_decode as theirs_decoded
    from datasette.utils import tilde_encode as theirs_encoded

    assert tilde_encode(text) == theirs_encoded(text)
    assert tilde_decode(text) == theirs_decoded(text)
    assert tilde_decode(tilde_encode(text)) == text


@given(st.text(st.characters(exclude_characters="\0")))
def test_names_are_written_in_sql_as_datasette_writes_them(name: str) -> None:
    from datasette.utils import escape_sqlite

    assert sql_name(name) == escape_sqlite(name)


def test_reserved_words_are_those_of_datasette() -> None:
    from datasette.utils import escape_sqlite, reserved_words

    for word in reserved_words:
        assert sql_name(word) == escape_sqlite(word) == f'"{word}"'
