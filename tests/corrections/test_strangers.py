"""What nobody vouches for is taken once, and not without end."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from publish.corrections.decisions import accept
from publish.corrections.proposals import Edit, proposals
from publish.corrections.strangers import FullDay, propose_once
from tests.sites import DAY

ROW = ("lieux", "places", ("01",))


def said(path: Path, new: str = "b", most: int = 9, days: int = 0, by: str = "") -> int | None:
    edits = {"kind": Edit("a", new)}
    day = DAY + timedelta(days=days)
    told = {"why": "", "evidence": "", "title": "Bar", "by": by}
    return propose_once(path, ROW, edits, day=day, most=most, **told)


def test_the_same_is_taken_once_while_it_waits(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    assert (said(path), said(path), said(path, "c")) == (1, None, 2)
    assert [one.title for one in proposals(path)] == ["Bar", "Bar"]
    accept(path, 1, DAY)
    assert said(path) == 3


def test_of_many_that_come_at_once_one_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    with ThreadPoolExecutor(8) as pool:
        found = [*pool.map(lambda _: said(path), range(16))]
    assert sorted(found, key=str) == [1, *[None] * 15]


def test_a_day_takes_so_many_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    assert (said(path, "b", 2), said(path, "c", 2)) == (1, 2)
    with pytest.raises(FullDay, match="2 proposals came today, and 2 are taken in a day"):
        said(path, "d", 2)
    assert said(path, "d", 2, days=1) == 3


def test_a_day_full_of_visitors_stops_no_member(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    assert (said(path, "b", 1), said(path, "c", 1, by="f00d")) == (1, 2)
    with pytest.raises(FullDay, match="1 proposals came today, and 1 are taken in a day"):
        said(path, "d", 1)
