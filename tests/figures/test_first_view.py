"""What is baked of a first view is what the page would count, and nothing else is baked."""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.bakehouse.publication import publish_all
from publish.declare.site import SiteFolder
from publish.figures import first_view
from publish.figures.asking import Lines, Query, answered
from publish.figures.first_view import questions, write_first_views
from publish.progress import Silent
from publish.release.release import FIRST_VIEWS, SUMS, Release, read_package
from publish.site.maps import places
from tests import factory
from tests.bakehouse.bake.tables import baked
from tests.conftest import ROOT
from tests.site.conftest import opened
from tests.sites import DAY

COLUMNS = {
    "id": "string", "kind": "string", "tags": "list", "open": "boolean", "opened": "date",
    "ratio": "number", "seats": "integer", "lat": "number", "lon": "number", "note": "string",
}  # fmt: skip
STORED = {"integer": "integer", "boolean": "integer", "number": "real"}
CHARTS = [
    {"kind": "bars", "column": "kind", "measure": {"mean": "ratio"}},
    {"kind": "bars", "column": "tags", "measure": {"sum": "seats"}},
    {"kind": "line", "column": "opened"},
    {"kind": "line", "column": "opened", "by": "year", "measure": {"sum": "ratio"}},
    {"kind": "histogram", "column": "ratio"},
    {"kind": "histogram", "column": "seats"},
]
NUMBERS = st.floats(-1e9, 1e9) | st.floats(0, 1) | st.sampled_from([0.1, 0.3, 1e300, 5e-324])
ROWS = st.lists(
    st.tuples(
        st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=4),
        st.none() | st.lists(st.sampled_from(["a", "é", '"', ""]), max_size=3).map(json.dumps),
        st.none() | st.integers(0, 1),
        st.none() | st.dates().map(str),
        st.none() | NUMBERS,
        st.none() | st.integers(-(2**40), 2**40),
        st.none() | st.floats(-90, 90),
        st.none() | st.floats(-180, 180),
        st.none(),
    ),
    max_size=25,
)
MANY = [
    (f"k{n % 23}", json.dumps(["a", f"t{n % 7}"]), n % 2, f"20{n % 30:02}-0{n % 9 + 1}-01", n / 7,
     n * n % 997, 43 + n % 80 / 10, -4 + n % 110 / 10, f"note {n}")
    for n in range(400)
]  # fmt: skip


def release(root: Path, rows: Sequence[tuple[Any, ...]], **said: Any) -> Path:
    """A release of places with a map, lists and charts, without its first views."""
    shutil.rmtree(root / "releases" / "lieux", ignore_errors=True)
    folder = root / "releases" / "lieux" / "1.0.0"
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / "lieux.db")) as connection:
        typed = ", ".join(f"{name} {STORED.get(type, 'text')}" for name, type in COLUMNS.items())
        connection.execute(f"create table places ({typed}, primary key (id)) strict")
        marks = ", ".join("?" * len(COLUMNS))
        numbered = [(str(n), *row) for n, row in enumerate(rows)]
        connection.executemany(f"insert into places values ({marks})", numbered)
        connection.commit()
    package = factory.places_package("1.0.0", len(rows))
    fields = [{"name": name, "type": type} for name, type in COLUMNS.items()]
    fields[-1]["role"] = "free_text"
    browse = {"facets": ["kind", "tags", "open", "note"], "map": ["lat", "lon"], "label": "id"}
    schema = {"fields": fields, "primaryKey": ["id"]}
    places = package["resources"][0] | {"schema": schema, "browse": browse} | said
    return factory.finish(root, "lieux", "1.0.0", package | {"resources": [places]})


def bake(folder: Path) -> Release:
    """The release with its first views, listed as the bake lists them."""
    write_first_views(folder, read_package(folder))
    told = (folder / FIRST_VIEWS).read_bytes()
    with (folder / SUMS).open("a") as sums:
        sums.write(f"{hashlib.sha256(told).hexdigest()}  {FIRST_VIEWS}\n")
    return Release("lieux", "1.0.0", folder, read_package(folder))


@pytest.fixture(scope="module")
def anywhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return factory.site(tmp_path_factory.mktemp("first") / "site")


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(rows=ROWS, charts=st.sampled_from([None, CHARTS]))
def test_what_is_baked_answers_as_the_database_does(
    rows: list[tuple[Any, ...]], charts: list[Any] | None, anywhere: Path
) -> None:
    made = bake(release(anywhere, rows, charts=charts))
    with closing(sqlite3.connect(made.database)) as connection:

        def live(query: Query) -> Lines:
            return connection.execute(query.sql, query.parameters).fetchall()

        def known(query: Query) -> Lines:
            return made.first_views[query.key]

        for table in made.tables.values():
            assert len(list(questions(table))) > 5
            for one, other in zip(questions(table), questions(table), strict=True):
                assert answered(one, known) == answered(other, live)


PAGES = (
    "/lieux/places",
    "/lieux/places?_sort=seats&_size=20",
    "/lieux/places/-/map",
    "/lieux/places/-/map.svg",
    "/lieux/places/-/points.json?_view=-10,35,15,60&_zoom=5",
    "/lieux/places/-/points.json?_view=0,45,3,47&_zoom=4",
    "/lieux/places/-/chart?_chart=bars&_column=tags&_sum=seats",
    "/lieux/places/-/chart.svg?_chart=histogram&_column=ratio",
)


async def pages(root: Path, paths: Sequence[str]) -> tuple[list[str], int]:
    """The pages of a site, and how many queries it had to count for them."""
    async with opened(root) as site:
        answers = [await site.client.get(path) for path in paths]
        assert {answer.status_code for answer in answers} == {200}
        return [answer.text for answer in answers], len(site.kept)


async def test_pages_of_a_baked_release_are_those_of_one_made_before(
    anywhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (first_view, places):
        monkeypatch.setattr(module, "POINTS", 20)
    folder = release(anywhere, MANY, charts=CHARTS)
    before, counted = await pages(anywhere, PAGES)
    bake(folder)
    after, left = await pages(anywhere, PAGES)
    assert after == before
    assert '"cells"' in after[4]
    # The facet of free text is never baked.
    assert (counted > 15, left) == (True, 1)


@pytest.mark.slow("publishes two datasets of the demo")
async def test_the_demo_shows_the_same_baked_and_counted(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "metadata.yaml", tmp_path)
    site = SiteFolder(tmp_path)
    names = ("lieux-partages", "reseau-transition")
    assert {one.status for one in publish_all(site, names, DAY, Silent())} == {"published"}
    paths, files = [], []
    for name in names:
        folder = (tmp_path / "releases" / name / "current").resolve()
        files.append(folder / FIRST_VIEWS)
        for table in read_package(folder).tables.values():
            paths.append(f"/{name}/{table.name}")
            paths += [f"/{name}/{table.name}/-/map.svg"] if table.map else []
    shown, _ = await pages(tmp_path, paths)
    for file in files:
        file.unlink()
    counted, _ = await pages(tmp_path, paths)
    assert counted == shown


def test_nothing_is_baked_of_people_nor_of_free_text(tmp_path: Path) -> None:
    root = factory.site(tmp_path / "site")
    told = bake(release(root, MANY)).first_views
    assert [key for key in told if key.startswith("select kind,")]
    assert not [key for key in told if "note" in key]
    assert bake(release(root, MANY, about="people")).first_views == {}


def test_first_views_that_are_not_those_listed_are_none(tmp_path: Path) -> None:
    folder = release(factory.site(tmp_path / "site"), MANY)
    before = Release("lieux", "1.0.0", folder, read_package(folder))
    assert before.first_views == {}
    assert len(bake(folder).first_views) == 17
    (folder / FIRST_VIEWS).write_text("{}\n")
    assert Release("lieux", "1.0.0", folder, before.package).first_views == {}
    (folder / FIRST_VIEWS).write_text('{"select kind')
    assert Release("lieux", "1.0.0", folder, before.package).first_views == {}


def test_first_views_are_no_data(tmp_path: Path) -> None:
    with baked(tmp_path) as folder:
        first_views = json.loads((folder / FIRST_VIEWS).read_text())
        assert any("min(big), max(big)" in key for key in first_views)
        package = json.loads((folder / "datapackage.json").read_text())
        assert FIRST_VIEWS not in json.dumps(package)
        with ZipFile(folder / "lieux.zip") as whole:
            assert "datapackage.json" in whole.namelist()
            assert FIRST_VIEWS not in whole.namelist()
