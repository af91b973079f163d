"""What a table that partners feed has without declaring it."""

from pathlib import Path
from typing import Any

import pytest

from publish.declare.merged_columns import MADE, with_made_columns
from publish.errors import DeclarationError
from tests.partners import make_partners

BEHIND = ("source", "quality_fresh", "quality_duplicate", "quality_disputed", "quality_link")


def facets(browse: Any, **columns: Any) -> Any:
    """The facets of a table that partners feed, whose `browse` was written so."""
    written = {"partners": {}, "columns": {"name": {}, "town": {}, **columns}}
    return with_made_columns(written | ({} if browse is None else {"browse": browse}))["browse"]


@pytest.mark.parametrize(
    ("browse", "found"),
    [
        (None, BEHIND),
        ({"label": "name"}, BEHIND),
        ({"facets": ()}, BEHIND),
        ({"facets": "town"}, ("town", *BEHIND)),
        ({"facets": ("town",)}, ("town", *BEHIND)),
        ({"facets": ("town", 3)}, ("town", 3, *BEHIND)),
        ({"facets": ("town", "quality_filled")}, ("town", "quality_filled", *BEHIND)),
    ],
)
def test_source_and_quality_are_facets_behind_the_declared_ones(
    browse: Any, found: tuple[object, ...]
) -> None:
    assert facets(browse)["facets"] == found


@pytest.mark.parametrize("one", BEHIND)
def test_who_declares_one_of_them_declares_all(one: str) -> None:
    assert facets({"facets": (one, "town")}) == {"facets": (one, "town")}


def test_a_column_of_ones_own_is_no_facet_by_itself() -> None:
    assert facets(None, source={"type": "string"})["facets"] == BEHIND[1:]


@pytest.mark.parametrize("wrong", ["town", 3, ("town",), {"facets": {"town": 1}}])
def test_what_is_written_wrong_stays_for_its_error(wrong: Any) -> None:
    assert facets(wrong) == wrong


def test_a_table_of_ones_own_has_none() -> None:
    assert with_made_columns({"columns": {"name": {}}}) == {"columns": {"name": {}}}
    assert {*BEHIND} <= {*MADE}


def test_of_merged_rows_nobody_is_named_who_could_leave_them(tmp_path: Path) -> None:
    site = make_partners(tmp_path)
    path = site.declaration("lieux")
    text = path.read_text(encoding="utf-8")
    named = "    contributor: town\n    forget: rows\n    shrink:"
    path.write_text(text.replace("    shrink:", named), encoding="utf-8")
    with pytest.raises(DeclarationError) as refused:
        site.dataset("lieux")
    assert str(refused.value) == (
        f"{path}:15: tables.places.contributor: who leaves cannot be taken out of rows that are "
        "merged; remove it, and `forget`, or let `sources` alone feed a table of these rows"
    )
    assert make_partners(tmp_path / "another").dataset("lieux").tables["places"].partners
