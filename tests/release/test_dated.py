"""Which columns make rows events of a calendar."""

from typing import Any

import pytest

from publish.release.dated import event_days
from publish.release.table import Table

MAP = {"map": ["lat", "lon"]}


def table(
    kinds: dict[str, str], browse: dict[str, Any] | None = None, about: str = "things"
) -> Table:
    """A table with these columns and their types."""
    fields = [{"name": name, "type": kind} for name, kind in kinds.items()]
    schema = {"fields": fields, "primaryKey": ["id"]}
    return Table({"name": "t", "about": about, "schema": schema, "browse": browse or MAP})


@pytest.mark.parametrize(
    ("kinds", "found"),
    [
        ({"opened": "date"}, ("opened", None)),
        (
            {"updated": "date", "date_debut": "date", "date_de_fin": "date"},
            ("date_debut", "date_de_fin"),
        ),
        ({"fin": "datetime", "jour": "date"}, ("jour", None)),
        ({"at": "datetime", "end": "datetime"}, ("at", "end")),
        ({"Début": "date", "source_updated": "date"}, ("Début", None)),
        ({"source_updated": "date"}, None),
        ({"end": "date"}, None),
        ({"start": "string"}, None),
        ({}, None),
    ],
)
def test_the_days_of_an_event_by_the_names_of_columns(
    kinds: dict[str, str], found: tuple[str, str | None] | None
) -> None:
    assert event_days(table(kinds)) == found


def test_a_row_needs_a_place_and_a_page() -> None:
    assert event_days(table({"start": "date"}, {"label": "id"})) is None
    assert event_days(table({"start": "date"}, about="people")) is None


def test_a_day_that_was_protected_is_none() -> None:
    fields = [{"name": "start", "type": "date", "protection": "month"}]
    schema = {"fields": fields, "primaryKey": ["id"]}
    assert event_days(Table({"name": "t", "schema": schema, "browse": MAP})) is None
