"""Selections of a table whose facets are there as bits show what the database would count."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest

from publish.bakehouse.bake.slices import slice_facets
from publish.figures import tally
from publish.release.release import FACETS, SUMS, read_package
from tests import factory
from tests.figures.test_first_view import COLUMNS, MANY, pages, release

FACETED = ["kind", "open", "opened", "seats", "tags"]
PLACES = "/lieux/places"
PATHS = (
    f"{PLACES}?kind=k3",
    f"{PLACES}?open=1&seats__gte=500",
    f"{PLACES}?kind__in=k1,k2&open=1&_more=seats",
    f"{PLACES}?opened__gte=2010-01-01&opened__lte=2010-12-31&open=0",
    f"{PLACES}?kind__not=k1&seats__notin=1,4&opened__gt=2001",
    f"{PLACES}?kind__isnull=1",
    f"{PLACES}?open=1&tags__arraycontains=t3",
    f"{PLACES}?open=1&ratio__gte=9",
    f"{PLACES}?kind__startswith=k1&open=1",
    f"{PLACES}?_search=nothing&open=1",
    f"{PLACES}/-/chart?_chart=bars&_column=kind&open=1",
    f"{PLACES}/-/chart.csv?_chart=bars&_column=seats&open=1&kind=k1",
    f"{PLACES}/-/chart?_chart=line&_column=opened&open=1&kind=k1",
)


def slice_release(folder: Path, rows: Sequence[tuple[Any, ...]]) -> None:
    """Puts slices of rows beside the data of a release, and lists them."""
    cells = {name: [row[n] for row in rows] for n, name in enumerate(list(COLUMNS)[1:])}
    given = ibis.memtable(pa.table({name: cells[name] for name in FACETED}))
    told = slice_facets(read_package(folder), {"places": given}).told
    (folder / FACETS).write_bytes(told)
    with (folder / SUMS).open("a") as sums:
        sums.write(f"{hashlib.sha256(told).hexdigest()}  {FACETS}\n")


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A site and its release, whose few rows count as many."""
    monkeypatch.setattr(tally, "LARGE", 1)
    root = factory.site(tmp_path / "site")
    browse = {"facets": FACETED, "label": "id"}
    return root, release(root, MANY, browse=browse)


async def test_the_same_is_shown_with_slices_and_without(made: tuple[Path, Path]) -> None:
    root, folder = made
    counted, _ = await pages(root, PATHS)
    slice_release(folder, MANY)
    assert (await pages(root, PATHS))[0] == counted


async def test_only_conditions_on_facets_are_told_by_slices(made: tuple[Path, Path]) -> None:
    root, folder = made
    asked = (f"{PLACES}?open=1&seats__gte=500", f"{PLACES}?open=1&ratio__gte=9")
    counted, _ = await pages(root, asked)
    # What these say of half the rows, twice, is wrong: so it shows who was asked.
    slice_release(folder, [*MANY[:200], *MANY[:200]])
    shown, _ = await pages(root, asked)
    assert [one == other for one, other in zip(shown, counted, strict=True)] == [False, True]
