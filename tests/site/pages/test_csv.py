"""A CSV is whole: the release's own file, or every row of a filter, or an error in words."""

import tempfile
from functools import partial
from pathlib import Path

import pytest

from publish.site.app.datasette_site import Site
from publish.site.downloads import rows_file
from publish.site.downloads import spool as downloads_spool
from tests import factory

TYPE = "text/csv; charset=utf-8; header=present"
ROWS = 2500


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site with more places than a page holds."""
    folder = factory.site(tmp_path / "site")
    factory.places(folder, rows=ROWS)
    return folder


def lines(text: str) -> list[str]:
    return text.splitlines()


@pytest.mark.parametrize("query", ["", "?_size=max", "?_stream=on&_dl=1", "?_facet=kind"])
async def test_a_whole_table_is_the_release_s_file(query: str, root: Path, site: Site) -> None:
    got = await site.client.get(f"/lieux/places.csv{query}")
    file = await site.client.get("/download/lieux/places.csv")
    assert got.content == (root / "releases" / "lieux" / "1.0.0" / "places.csv").read_bytes()
    assert got.headers == file.headers


async def test_a_table_s_page_leads_to_its_rows(root: Path, site: Site) -> None:
    page = (await site.client.get("/lieux/places")).text
    assert 'href="/lieux/places.csv"' in page
    filtered = (await site.client.get("/lieux/places?kind=a")).text
    assert 'href="/lieux/places.csv?kind=a"' in filtered


@pytest.mark.parametrize("query", ["_sort=id", "_size=9999", "id__startswith=l-"])
async def test_a_filter_that_leaves_all_gives_the_same_rows(query: str, site: Site) -> None:
    whole = (await site.client.get("/lieux/places.csv")).text
    got = await site.client.get(f"/lieux/places.csv?{query}")
    assert sorted(lines(got.text)) == sorted(lines(whole))


async def test_a_filtered_csv_is_complete(site: Site) -> None:
    got = await site.client.get("/lieux/places.csv?kind=a&_col=name&_labels=on&_col=kind")
    last = ROWS - 1
    assert lines(got.text)[:2] == [
        "id,name,kind,kind_label",
        f"l-{last},Café de l'Échange {last},a,Café",
    ]
    assert len(lines(got.text)) == 1 + ROWS // 2
    assert got.headers["content-type"] == TYPE
    assert (
        got.headers["content-disposition"]
        == 'attachment; filename="places-kind-cafe-2026-11-21.csv"'
    )
    assert got.headers["content-length"] == str(len(got.content))
    assert f'<{factory.ODBL["path"]}>; rel="license"' in got.headers["link"]


async def test_head_says_the_same(site: Site) -> None:
    address = "/lieux/places.csv?kind=a"
    got, head = await site.client.get(address), await site.client.head(address)
    assert (head.content, head.headers) == (b"", got.headers)


async def test_sorting_and_sizes_are_kept(site: Site) -> None:
    got = await site.client.get("/lieux/places.csv?_sort_desc=seats&_size=2&_header=off&_col=id")
    assert lines(got.text) == [f"l-{ROWS - 1}", f"l-{ROWS - 2}"]


async def test_a_view_has_all_its_rows(site: Site) -> None:
    got = await site.client.get("/lieux/open_places.csv")
    assert len(lines(got.text)) == 1 + ROWS


async def test_no_rowid_is_told(site: Site) -> None:
    got = await site.client.get("/lieux/notes.csv?place=l-0")
    assert lines(got.text) == ["body,place", "« Été » à l'œuvre,l-0"]


async def test_a_query_has_all_its_rows(site: Site) -> None:
    address = "/lieux/-/query.csv?sql=select+id+from+places+where+kind=:k&k=a"
    got = await site.client.get(address)
    assert (got.status_code, len(lines(got.text))) == (200, 1 + ROWS // 2)
    assert got.headers["content-type"] == TYPE


@pytest.mark.parametrize("sql", ["select+nothing", "delete+from+places", ""])
async def test_a_query_that_cannot_be_run_is_400(sql: str, site: Site) -> None:
    got = await site.client.get(f"/lieux/-/query.csv?sql={sql}")
    assert (got.status_code, got.headers["content-type"]) == (400, "text/plain; charset=utf-8")


async def test_what_is_too_large_is_refused_before_the_first_byte(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads_spool, "MOST_BYTES", 2**20 // 16)
    got = await site.client.get("/lieux/places.csv?id__startswith=l-")
    assert got.status_code == 413
    assert got.text == (
        "This file is larger than 0 MB; filter more, or download whole tables: /lieux"
    )


async def test_what_takes_too_long_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_file, "SECONDS", 0.0)
    got = await site.client.get("/lieux/places.csv?_stream=on&_sort=name")
    assert got.status_code == 400
    assert got.text == (
        "This file takes longer than 0 s; filter more, leave _sort out, or download whole "
        "tables: /lieux"
    )


async def test_too_many_at_once_are_told_to_wait(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads_spool, "MOST_SPOOLS", 0)
    got = await site.client.get("/lieux/places.csv?kind=a")
    assert (got.status_code, got.headers["retry-after"]) == (503, "10")


async def test_a_full_disk_is_no_fault_of_the_question(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Linux keeps a file for it, whose disk is always full."""
    full = partial(open, "/dev/full", "w+b")
    with monkeypatch.context() as patched:
        patched.setattr(tempfile, "TemporaryFile", full)
        got = await site.client.get("/lieux/places.csv?kind=a")
    assert (got.status_code, got.headers["retry-after"]) == (503, "10")
    said = "error: no selection can be written (No space left on device); free the disk\n"
    assert capsys.readouterr().err == said
    assert (await site.client.get("/lieux/places.csv?kind=a")).status_code == 200


async def test_a_page_mark_has_no_place_in_a_whole(site: Site) -> None:
    got = await site.client.get("/lieux/places.csv?_next=l-1")
    assert (got.status_code, got.text) == (400, "_next: a file holds all rows; leave it out")
