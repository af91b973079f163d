"""What of a release can be corrected, by what its descriptor says."""

from typing import Any

from publish.release.correctable import correctable
from publish.release.package import Package


def names(*fields: dict[str, Any], key: str | None = "id", **table: Any) -> list[str]:
    """The columns that can be corrected of a table with an id."""
    schema = {"fields": [column("id"), *fields], **({"primaryKey": [key]} if key else {})}
    schema |= table.pop("schema", {})
    package = Package({"resources": [{"name": "places", "schema": schema, **table}]})
    return [one.name for one in correctable(package, package.tables["places"])]


def column(name: str, type: str = "string", **said: Any) -> dict[str, Any]:
    """An open column."""
    return {"name": name, "type": type, "role": "open", **said}


def test_open_columns_that_left_as_they_were_read_can() -> None:
    assert names(column("name"), column("tags", "array"), column("seats", "integer")) == [
        "name",
        "tags",
        "seats",
    ]


def test_what_is_protected_named_unique_or_no_text_cannot() -> None:
    assert (
        names(
            column("band", protection="band"),
            column("who", role="identifier"),
            column("story", role="free_text"),
            column("siret", constraints={"unique": True}),
            column("shape", "any"),
        )
        == []
    )


def test_keys_cannot() -> None:
    to = {"fields": ["kind"], "reference": {"resource": "kinds", "fields": ["id"]}}
    assert names(column("kind"), column("name"), schema={"foreignKeys": [to]}) == ["name"]


def test_nothing_of_a_table_about_people_or_without_a_key_can() -> None:
    assert names(column("name"), about="people") == []
    assert names(column("name"), key=None) == []


def test_nothing_can_where_the_key_does_not_leave_as_it_was_read() -> None:
    keyed = {"fields": [column("id", protection="rekey"), column("name")]}
    assert names(schema=keyed) == []


def test_what_tells_of_corrections_is_none_itself() -> None:
    schema = {"fields": [column("id"), column("shown")], "primaryKey": ["id"]}
    both = [{"name": name, "schema": schema} for name in ("places", "places_corrections")]
    package = Package({"resources": both})
    assert correctable(package, package.tables["places_corrections"]) == ()
    assert [one.name for one in correctable(package, package.tables["places"])] == ["shown"]
