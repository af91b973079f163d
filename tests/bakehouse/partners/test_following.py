"""What was said of a row that became one with another goes along with it, and comes back."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from publish.corrections.decisions import accept, decisions
from publish.corrections.live import live, undo
from publish.corrections.pair_decisions import decide
from publish.corrections.pair_decisions import undo as undo_pair
from publish.corrections.pairs import asked_in
from publish.corrections.proposals import proposals, propose
from publish.corrections.row import edits_of
from publish.declare.site import SiteFolder
from publish.errors import DeskError
from publish.release.release import read_package
from tests.partners import NORD_ROWS, gives, make_partners, rows_of
from tests.sites import DAY, publish_one

ASKS = "{compare: {name: name, town: address}, order: [nord], above: 1, ask: 0.5}"
SUD_ROWS = ("id,titre,city,note", "a/1,Cafe des oeuvres,Lille,x", "b,La Rotonde,Pau,")
DAYS = [DAY + timedelta(days=number) for number in range(10)]
NORTH, SOUTH = "panfp3isqq", "p8e6zm26u8"
"""The ids of the two rows that are one thing; the first one stays."""


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    site = make_partners(tmp_path, ASKS)
    gives(site, "sud", *SUD_ROWS)
    publish_one(site)
    return site


def merged(site: SiteFolder, turn: int) -> int:
    """The number of the pair that was said to be one thing; published."""
    [pair] = asked_in(site.desk, "lieux", "places")
    decide(site.desk, pair.id, "same", DAYS[turn])
    assert publish_one(site, DAYS[turn]).status == "published"
    return pair.id


def apart(site: SiteFolder, pair: int, turn: int) -> None:
    undo_pair(site.desk, pair, DAYS[turn])
    assert publish_one(site, DAYS[turn]).status == "published"


def said(site: SiteFolder, id: str, *, accepted: bool = True, **values: str) -> int:
    """A proposal on a row, accepted or not."""
    key, edits = edits_of(site, "lieux", "places", [id], values)
    number = propose(site.desk, ("lieux", "places", key), edits, why="", evidence="", day=DAY)
    if accepted:
        accept(site.desk, number, DAY)
    return number


def corrected(site: SiteFolder) -> dict[int, tuple[str, str, str]]:
    """The live corrections: the row, the column and the state, by number."""
    found = live(site.desk, "lieux", "places")
    return {
        int(str(one[0])): (json.loads(str(one[1]))[0], str(one[2]), str(one[7])) for one in found
    }


def places(site: SiteFolder) -> dict[str, Mapping[str, object]]:
    return {row["id"]: row for row in rows_of(site)}


def survivor(site: SiteFolder) -> str:
    [id] = {NORTH, SOUTH} & {*places(site)}
    return id


def retired(site: SiteFolder) -> Mapping[str, str]:
    return read_package(site.releases / "lieux" / "current").tables["places"].retired


def test_a_correction_follows_its_row_into_another_and_back(site: SiteFolder) -> None:
    said(site, SOUTH, town="Lille Nord")
    publish_one(site, DAYS[1])
    before = rows_of(site), rows_of(site, "places_corrections")
    pair = merged(site, 2)
    assert survivor(site) == NORTH
    assert places(site)[NORTH]["town"] == "Lille Nord"
    assert corrected(site) == {1: (NORTH, "town", "applied")}
    assert retired(site) == {SOUTH: NORTH}
    apart(site, pair, 3)
    assert corrected(site) == {1: (SOUTH, "town", "applied")}
    assert (rows_of(site), rows_of(site, "places_corrections")) == before
    assert retired(site) == {}


def test_it_follows_a_second_time(site: SiteFolder) -> None:
    said(site, SOUTH, town="Lille Nord")
    apart(site, merged(site, 1), 2)
    merged(site, 3)
    assert corrected(site) == {1: (NORTH, "town", "applied")}
    assert places(site)[NORTH]["town"] == "Lille Nord"
    assert publish_one(site, DAYS[4]).status == "unchanged"
    assert corrected(site) == {1: (NORTH, "town", "applied")}


def test_who_publishes_and_who_asks_the_desk_are_told(site: SiteFolder) -> None:
    number = said(site, SOUTH, town="Lille Nord")
    [pair] = asked_in(site.desk, "lieux", "places")
    decide(site.desk, pair.id, "same", DAY)
    told = [str(one) for one in publish_one(site, DAYS[1]).problems]
    assert told == [
        "warning followed-corrections: places: 1 corrections follow rows that became one with "
        "another, or came back"
    ]
    last = decisions(site.desk)[0]
    assert (last.proposal, last.decision, json.loads(last.about)) == (
        number,
        "rekeyed",
        {"correction": 1, "column": "town", "key": [SOUTH], "to": [NORTH]},
    )


def test_a_cell_that_is_corrected_there_already_is_left_alone(site: SiteFolder) -> None:
    said(site, NORTH, town="Lille Sud")
    said(site, SOUTH, town="Lille Nord", name="Café Sud")
    [pair] = asked_in(site.desk, "lieux", "places")
    decide(site.desk, pair.id, "same", DAY)
    told = [str(one) for one in publish_one(site, DAYS[1]).problems]
    assert told == [
        "warning followed-corrections: places: 1 corrections follow rows that became one with "
        "another, or came back, 1 stay where they are, for that cell is corrected there already; "
        "`fournil desk conflicts` lists those that stay, `fournil desk undo NUMBER` ends one",
        "warning broken-corrections: places: corrections that do not stand, and are tried again "
        "each time: 1 where the export changed too, 1 of rows that are gone; `fournil desk "
        "conflicts` lists them, `fournil desk undo NUMBER` ends one",
    ]
    assert places(site)[NORTH]["town"] == "Lille Sud"
    assert corrected(site) == {
        1: (NORTH, "town", "applied"),
        2: (SOUTH, "town", "orphan"),
        3: (NORTH, "name", "conflict"),
    }
    undo(site.desk, 1, DAYS[1])
    publish_one(site, DAYS[2])
    assert places(site)[NORTH]["town"] == "Lille Nord"
    apart(site, pair.id, 3)
    assert {number: of[0] for number, of in corrected(site).items()} == {2: SOUTH, 3: SOUTH}


def test_a_proposal_that_waits_follows_too(site: SiteFolder) -> None:
    number = said(site, SOUTH, accepted=False, town="Lille Nord")
    pair = merged(site, 1)
    assert [one.key for one in proposals(site.desk)] == [(NORTH,)]
    accept(site.desk, number, DAYS[1])
    publish_one(site, DAYS[2])
    assert places(site)[NORTH]["town"] == "Lille Nord"
    apart(site, pair, 3)
    assert corrected(site) == {1: (SOUTH, "town", "applied")}
    assert places(site)[SOUTH]["town"] == "Lille Nord"


def test_a_correction_of_the_one_row_stands_on_what_both_said(site: SiteFolder) -> None:
    said(site, SOUTH, town="Lille Nord")
    merged(site, 1)
    said(site, NORTH, town="Lille Est")
    publish_one(site, DAYS[2])
    assert places(site)[NORTH]["town"] == "Lille Est"
    assert corrected(site) == {2: (NORTH, "town", "applied")}


def test_what_is_said_of_an_id_that_is_another_s_tells_whose(site: SiteFolder) -> None:
    merged(site, 1)
    with pytest.raises(
        DeskError, match=f"no row '{SOUTH}' in release .*; it is one with '{NORTH}'"
    ):
        edits_of(site, "lieux", "places", [SOUTH], {"town": "Pau"})


def test_chains_are_followed_and_loops_end(site: SiteFolder) -> None:
    said(site, SOUTH, town="Lille Nord")
    publish_one(site, DAYS[1])
    pair = merged(site, 2)
    path = site.private / "lieux" / "partners" / "ids.db"
    with closing(sqlite3.connect(path)) as database, database:
        database.executemany(
            "INSERT OR REPLACE INTO retired VALUES ('places', ?, ?)",
            [("old", "older"), ("older", SOUTH), ("x", "y"), ("y", "x"), ("lost", "nowhere")],
        )
    gives(site, "nord", *NORD_ROWS, "3;;Nouveau;;;")
    publish_one(site, DAYS[3])
    assert retired(site) == {"old": NORTH, "older": NORTH, SOUTH: NORTH}
    apart(site, pair, 4)
    assert retired(site) == {"old": SOUTH, "older": SOUTH}


def test_a_row_that_was_merged_and_lost_its_partner_s_row_is_still_known(site: SiteFolder) -> None:
    said(site, SOUTH, town="Lille Nord")
    merged(site, 1)
    gives(site, "sud", SUD_ROWS[0], SUD_ROWS[2])
    assert publish_one(site, DAYS[2]).status == "published"
    assert retired(site) == {SOUTH: NORTH}
    assert corrected(site) == {1: (NORTH, "town", "applied")}
