"""What a request asks is said in words of a list; nothing that somebody wrote is kept."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from publish.errors import DeclarationError
from publish.site.app.datasette_site import Site
from publish.site.meters.asked import Answered, Asked, asked, parameters
from publish.site.meters.log import Log

SOMEBODY = "ada.lovelace@example.org"


@pytest.mark.parametrize(
    ("path", "kind", "dataset", "table"),
    [
        ("/", "home", "-", "-"),
        ("/lieux", "dataset", "lieux", "-"),
        ("/lieux/places", "table", "lieux", "places"),
        ("/lieux/places.csv", "csv", "lieux", "places"),
        ("/lieux/places/l-0", "row", "lieux", "places"),
        ("/lieux/places/l-0.json", "json", "lieux", "places"),
        ("/lieux/places/-/chart.svg", "chart", "lieux", "places"),
        ("/lieux/places/-/points.json", "map", "lieux", "places"),
        ("/lieux/-/query", "sql", "lieux", "-"),
        ("/lieux/nothing", "table", "lieux", "-"),
        ("/download/lieux/places.csv", "download", "lieux", "-"),
        ("/download/nothing/x", "download", "-", "-"),
        ("/search", "search", "-", "-"),
        ("/sitemap.xml", "catalog", "-", "-"),
        ("/status", "text", "-", "-"),
        ("/static/app.css", "static", "-", "-"),
        (f"/{SOMEBODY}", "other", "-", "-"),
    ],
)
async def test_the_kind_of_an_address(
    path: str, kind: str, dataset: str, table: str, still: Site
) -> None:
    assert asked(still, "GET", path) == Asked("GET", kind, dataset, table)


async def test_a_method_is_of_a_list(site: Site) -> None:
    assert asked(site, SOMEBODY, "/").method == "OTHER"


def test_parameters_are_known_names_or_filters() -> None:
    query = f"_sort=id&{SOMEBODY}=1&kind={SOMEBODY}&_search={SOMEBODY}&_{SOMEBODY}=2"
    assert parameters(query.encode()) == ["_search", "_sort", "filter"]


def test_the_parameters_of_a_long_address_are_read_in_part() -> None:
    assert parameters(b"a=1&" * 100_000 + b"_sort=id") == ["filter"]


async def test_a_line_says_what_was_asked_and_of_nobody(site: Site, tmp_path: Path) -> None:
    log = Log(str(tmp_path / "access.log"))
    for address in (
        f"/lieux/places?name={SOMEBODY}&_sort=id",
        f"/lieux/places/{SOMEBODY}",
        f"/{SOMEBODY}?{SOMEBODY}",
        f"/lieux/{SOMEBODY}.{SOMEBODY}?sql=select+'{SOMEBODY}'",
    ):
        parts = urlsplit(address)
        one = asked(site, "GET", parts.path)
        log(Answered(one, parts.query.encode(), 200, 0.01234, 5, "made"))
    text = (tmp_path / "access.log").read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    at = lines[0].pop("at")
    assert len(at) == len("2026-11-30T10:42:31Z")
    assert at.endswith("Z")
    assert lines[0] == {
        "method": "GET",
        "kind": "table",
        "dataset": "lieux",
        "table": "places",
        "parameters": ["_sort", "filter"],
        "status": 200,
        "bytes": 5,
        "ms": 12.3,
        "cache": "made",
    }
    assert len(lines) == 4
    for secret in ("ada", "lovelace", "example.org"):
        assert secret not in text


def test_a_log_that_cannot_be_written_is_told_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError) as error:
        Log(str(tmp_path / "missing" / "log"))
    assert str(error.value) == (
        f"--access-log {tmp_path}/missing/log: cannot be written (No such file or directory); "
        "choose another file, or - for the standard output"
    )
