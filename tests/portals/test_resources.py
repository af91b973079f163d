"""Which resource is which, and what is sent back untouched."""

from datetime import date
from typing import Any

import pytest

from publish.portals.udata.files import File
from publish.portals.udata.resources import (
    body,
    changes,
    echo,
    latest,
    matched,
    upload_name,
    uploaded_as,
)

DAY = date(2026, 11, 21)


def link(name: str) -> File:
    return File(name, {"title": name, "filetype": "remote", "url": f"https://x/{name}"})


def there(id: str, url: str = "https://x/", **extras: Any) -> dict[str, Any]:
    named = {key.replace("__", ":"): value for key, value in extras.items()}
    return {"id": id, "title": "?", "filetype": "remote", "url": url, "extras": named}


def ids(found: dict[str, Any]) -> dict[str, str]:
    return {name: one["id"] for name, one in found.items()}


def test_our_mark_tells_a_resource_before_its_address() -> None:
    files = [link("a.csv"), link("b.csv")]
    found = matched(files, [there("1", "https://x/b.csv", fournil__file="a.csv"), there("2")])
    assert ids(found) == {"a.csv": "1"}


def test_an_address_tells_one_that_lost_its_mark() -> None:
    assert ids(matched([link("a.csv")], [there("1"), there("2", "https://x/a.csv")])) == {
        "a.csv": "2"
    }


def test_a_resource_is_one_files_only() -> None:
    twice = [there("1", fournil__file="a.csv"), there("2", fournil__file="a.csv")]
    assert ids(matched([link("a.csv")], twice)) == {"a.csv": "1"}


def test_a_link_is_never_an_upload() -> None:
    upload = there("1", fournil__file="a.csv") | {"filetype": "file"}
    assert matched([link("a.csv")], [upload]) == {}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("places.csv", "places.fournil-1f3a9c.csv"),
        ("my_places.csv.gz", "my-places.fournil-1f3a9c.csv.gz"),
        ("lieux-partages.db", "lieux-partages.fournil-1f3a9c.db"),
    ],
)
def test_an_upload_is_told_by_its_name(name: str, expected: str) -> None:
    assert upload_name(name, "1f3a9c") == expected
    file = File(name, {"filetype": "file"})
    cut_off = there("1") | {"filetype": "file", "title": expected}
    assert ids(matched([file], [cut_off])) == {name: "1"}


@pytest.mark.parametrize("title", ["places.csv", "Charte", "a.b.c", "a.fournil.csv", ""])
def test_other_names_are_other_peoples(title: str) -> None:
    assert uploaded_as(title) is None


def test_what_others_noted_stays_but_what_was_found_in_the_old_content() -> None:
    extras = {"check:available": True, "analysis:last-modified-at": "2026", "mine": 1}
    sent = body(link("a.csv"), there("1") | {"extras": extras}, DAY)
    assert sent["extras"] == {
        "check:available": True,
        "mine": 1,
        "fournil:file": "a.csv",
        "fournil:date": "2026-11-21",
    }


def test_what_stays_is_sent_back_as_it_is() -> None:
    extras = {"analysis:last-modified-at": "2026"}
    one = there("1") | {
        "extras": extras,
        "schema": {"name": "etalab/lieux"},
        "metrics": {"views": 3},
    }
    assert echo(one) == {
        "id": "1",
        "title": "?",
        "filetype": "remote",
        "url": "https://x/",
        "extras": extras,
        "schema": {"name": "etalab/lieux"},
    }


def test_only_a_difference_is_a_change() -> None:
    file = link("a.csv")
    one = dict(file.fields) | {"id": "1", "extras": {"fournil:file": "a.csv"}, "metrics": {}}
    assert changes(file, one) == {}
    assert changes(file, one | {"title": "old"}) == {"title": ("old", "a.csv")}


def test_the_last_day_of_all() -> None:
    found = {
        "a": there("1", fournil__date="2026-11-21"),
        "b": there("2", fournil__date="2026-11-28"),
        "c": there("3"),
    }
    assert latest(found) == date(2026, 11, 28)
    assert latest({}) is None
