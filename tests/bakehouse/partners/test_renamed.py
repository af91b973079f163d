"""Rows that may be others under a new key: a person is asked, and what they say is kept."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from publish.corrections.decisions import accept
from publish.corrections.live import live
from publish.corrections.pair_decisions import Claimed, decide, undo
from publish.corrections.pairs import Pair, asked_in
from publish.corrections.proposals import propose
from publish.corrections.row import edits_of
from publish.declare.site import SiteFolder
from publish.release.release import read_package
from tests.partners import NORD, NORD_ROWS, gives, make_partners, partner, rows_of
from tests.sites import DAY, publish_one

pytestmark = pytest.mark.slow("publishes several times")
DAYS = [DAY + timedelta(days=number) for number in range(12)]
COMPARED = "{compare: {name: name, town: address}, ask: 0.8}"
HEADER = NORD_ROWS[0]
LILLE, ROUBAIX = "1;;Halle aux grains;Lille;;", "2;;Halle aux grains;Roubaix;;"
MILL = "3;;Moulin;Brest;;"
NEW = "X1;;Halle aux grains;;;"
"""A hall without a town, which may be either."""
FIRST, SECOND, OWN = "panfp3isqq", "phg7uwv6ey", "pbvjyz9hpm"
"""The ids of both halls, and the one that the new row has until somebody says which it is."""


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """Two rows went, and a new one came that is like both."""
    site = made(tmp_path, COMPARED, LILLE, ROUBAIX, MILL)
    assert ids(site) == {"1": FIRST, "2": SECOND, "3": "phbra9gumz"}
    given(site, 1, NEW, MILL)
    return site


def made(root: Path, partners: str, *rows: str, policy: str = "{shrink: 1}") -> SiteFolder:
    site = make_partners(root, partners)
    partner(site, "nord", f"{NORD}policy: {policy}\n", HEADER, *rows)
    gives(site, "sud", "id,titre,city,note", "b,La Rotonde,Pau,")
    assert publish_one(site).status == "published"
    return site


def given(site: SiteFolder, turn: int, *rows: str) -> None:
    """The partner gives these rows, and they are published."""
    gives(site, "nord", HEADER, *rows)
    assert publish_one(site, DAYS[turn]).status == "published"


def ids(site: SiteFolder) -> dict[str, str]:
    """The ids of the partner's rows, by its own names."""
    told = rows_of(site, "places_sources")
    return {row["source_id"]: row["id"] for row in told if row["partner"] == "nord"}


def asked(site: SiteFolder) -> dict[tuple[str, str], Pair]:
    """The pairs of rows that may be one under a new key, which wait."""
    return {one.rows: one for one in asked_in(site.desk, "lieux", "places") if one.kind}


def said(site: SiteFolder, was: str, now: str, turn: int, *, same: bool = True) -> int:
    """The number of a pair of which that was said; published."""
    number = asked(site)[f"nord/{was}", f"nord/{now}"].id
    decide(site.desk, number, "same" if same else "different", DAYS[turn])
    publish_one(site, DAYS[turn])
    return number


def retired(site: SiteFolder) -> Mapping[str, str]:
    return read_package(site.releases / "lieux" / "current").tables["places"].retired


def known(site: SiteFolder) -> list[tuple[object, ...]]:
    """What is remembered of the ids of rows, but for the day of the last run."""
    with closing(sqlite3.connect(site.private / "lieux" / "partners" / "ids.db")) as database:
        columns = "partner, source_id, id, fingerprint, first, shown"
        return database.execute(f"SELECT {columns} FROM rows ORDER BY 1, 2").fetchall()


def test_a_row_that_is_like_several_that_went_is_asked_of_people(site: SiteFolder) -> None:
    assert ids(site) == {"X1": OWN, "3": "phbra9gumz"}
    pairs = asked(site)
    assert [*pairs] == [("nord/1", "nord/X1"), ("nord/2", "nord/X1")]
    one = pairs["nord/1", "nord/X1"]
    assert (one.probability, one.seen, one.kind) == (0.983021, "2026-11-22", "renamed")
    assert [one.cells[end]["town"] for end in ("left", "right")] == ["Lille", None]
    # That is no doubt about what the release shows.
    assert {row["quality_duplicate"] for row in rows_of(site)} == {0}
    assert retired(site) == {}


def test_it_is_asked_until_somebody_decides(site: SiteFolder) -> None:
    before = asked(site)
    for turn in (2, 3):
        assert publish_one(site, DAYS[turn]).status == "unchanged"
        assert asked(site) == before
    given(site, 4, NEW.replace(";;;", ";;;9"), MILL, "4;;Verger;Metz;;")
    later = asked(site)
    assert {rows: one.id for rows, one in later.items()} == {
        rows: one.id for rows, one in before.items()
    }
    assert [one.cells["right"]["seats"] for one in later.values()] == ["9", "9"]
    assert [one.cells["left"]["town"] for one in later.values()] == ["Lille", "Roubaix"]


def test_the_same_row_has_its_id_again_for_ever(site: SiteFolder) -> None:
    said(site, "1", "X1", 2)
    assert (ids(site)["X1"], retired(site)) == (FIRST, {OWN: FIRST})
    # The other one is another thing then.
    assert asked(site) == {}
    for turn in (3, 4):
        assert publish_one(site, DAYS[turn]).status == "unchanged"
    given(site, 5, NEW.replace(";;;", ";;;9"), MILL)
    assert (ids(site)["X1"], retired(site)) == (FIRST, {OWN: FIRST})


def test_what_is_not_the_same_is_never_asked_again(site: SiteFolder) -> None:
    said(site, "1", "X1", 2, same=False)
    assert [*asked(site)] == [("nord/2", "nord/X1")]
    said(site, "2", "X1", 3, same=False)
    assert (ids(site)["X1"], asked(site), retired(site)) == (OWN, {}, {})
    given(site, 4, NEW.replace(";;;", ";;;9"), MILL)
    # Nor where it goes and comes again.
    given(site, 5, MILL)
    given(site, 6, NEW, MILL)
    assert (ids(site)["X1"], asked(site)) == (OWN, {})


@pytest.mark.parametrize("after", [True, False])
def test_what_was_said_is_taken_back(site: SiteFolder, after: bool) -> None:
    before = rows_of(site), rows_of(site, "places_sources"), known(site)
    number = said(site, "1", "X1", 2)
    if after:
        assert publish_one(site, DAYS[3]).status == "unchanged"
    undo(site.desk, number, DAYS[4])
    assert publish_one(site, DAYS[4]).status == "published"
    assert (rows_of(site), rows_of(site, "places_sources"), known(site)) == before
    # The id of the row that went is nobody's again.
    assert retired(site) == {}
    [one] = asked(site).values()
    assert (one.id, one.cells["left"]["town"]) == (number, "Lille")
    assert publish_one(site, DAYS[5]).status == "unchanged"
    assert said(site, "1", "X1", 6, same=False) == number
    assert (ids(site)["X1"], retired(site)) == (OWN, {})


def test_a_row_is_no_two(site: SiteFolder) -> None:
    one, other = asked(site).values()
    decide(site.desk, one.id, "same", DAY)
    words = "nord/X1 cannot be nord/2: nord/X1 was said to be nord/1 under a new key"
    with pytest.raises(Claimed, match=f"{words}; undo that first"):
        decide(site.desk, other.id, "same", DAY)
    decide(site.desk, other.id, "different", DAY)


def test_two_rows_are_no_one(tmp_path: Path) -> None:
    site = made(tmp_path, COMPARED, LILLE, ROUBAIX, MILL)
    given(site, 1, NEW, NEW.replace("X1", "X2").replace(";;;", ";;;7"), MILL)
    pairs = asked(site)
    assert len(pairs) == 4
    decide(site.desk, pairs["nord/1", "nord/X1"].id, "same", DAY)
    words = "nord/X2 cannot be nord/1: nord/X1 was said to be nord/1 under a new key"
    with pytest.raises(Claimed, match=words):
        decide(site.desk, pairs["nord/1", "nord/X2"].id, "same", DAY)
    publish_one(site, DAYS[2])
    assert [*asked(site)] == [("nord/2", "nord/X2")]


def test_a_row_that_is_only_nearly_so_is_asked_of_people(tmp_path: Path) -> None:
    site = made(tmp_path, COMPARED.replace("0.8", "0.5"), LILLE, MILL)
    given(site, 1, "X1;;Halle aux grains;Roubaix;;", MILL)
    [(rows, one)] = asked(site).items()
    assert (rows, 0.5 <= one.probability < 0.95) == (("nord/1", "nord/X1"), True)
    said(site, "1", "X1", 2)
    assert (ids(site)["X1"], retired(site)) == (FIRST, {OWN: FIRST})


def test_rows_that_were_shown_as_one_are_not_asked_about(tmp_path: Path) -> None:
    twice = LILLE.replace("1;", "2;", 1)
    site = made(tmp_path, COMPARED, LILLE, twice, MILL)
    given(site, 1, f"X{LILLE}", f"X{twice}", MILL)
    assert ids(site) == {"X1": FIRST, "X2": FIRST, "3": "phbra9gumz"}
    assert not site.desk.exists()


def test_a_decision_follows_a_row_that_is_named_anew(site: SiteFolder) -> None:
    said(site, "1", "X1", 2)
    given(site, 3, NEW.replace("X1", "Y1"), MILL)
    assert (ids(site)["Y1"], retired(site)) == (FIRST, {OWN: FIRST})
    assert publish_one(site, DAYS[4]).status == "unchanged"
    assert (ids(site)["Y1"], asked(site)) == (FIRST, {})


def test_a_question_follows_a_row_that_is_named_anew(site: SiteFolder) -> None:
    given(site, 2, NEW.replace("X1", "Y1"), MILL)
    assert ids(site)["Y1"] == OWN
    assert [*asked(site)] == [("nord/1", "nord/Y1"), ("nord/2", "nord/Y1")]
    said(site, "2", "Y1", 3)
    assert (ids(site)["Y1"], retired(site)) == (SECOND, {OWN: SECOND})


def test_a_row_that_is_said_to_be_one_that_was_said_to_be_another(tmp_path: Path) -> None:
    site = made(tmp_path, COMPARED.replace("0.8", "0.5"), LILLE, MILL)
    given(site, 1, "X1;;Halle aux grains;Roubaix;;", MILL)
    first = said(site, "1", "X1", 2)
    given(site, 3, "Y1;;Halle aux grains;Tournai;;", MILL)
    middle = ids(site)["Y1"]
    second = said(site, "X1", "Y1", 4)
    assert ids(site)["Y1"] == FIRST
    undo(site.desk, first, DAYS[5])
    publish_one(site, DAYS[5])
    assert ids(site)["Y1"] == OWN
    undo(site.desk, second, DAYS[6])
    publish_one(site, DAYS[6])
    assert ids(site)["Y1"] == middle


def test_a_key_that_comes_back_is_its_row(site: SiteFolder) -> None:
    said(site, "1", "X1", 2)
    given(site, 3, NEW, LILLE, MILL)
    # Both are there, and somebody said that they are one.
    assert ids(site) == {"1": FIRST, "X1": FIRST, "3": "phbra9gumz"}
    # An old key that is given to another thing is that one.
    given(site, 4, NEW, "1;;Fablab;Nice;;", MILL)
    assert ids(site) == {"1": FIRST, "X1": OWN, "3": "phbra9gumz"}


def test_corrections_of_the_row_that_went_stand_again(tmp_path: Path) -> None:
    site = made(tmp_path, COMPARED, LILLE, ROUBAIX, MILL)
    key, edits = edits_of(site, "lieux", "places", [FIRST], {"name": "Halle du Nord"})
    number = propose(site.desk, ("lieux", "places", key), edits, why="", evidence="", day=DAY)
    accept(site.desk, number, DAY)
    publish_one(site, DAYS[1])
    given(site, 2, NEW, MILL)
    assert [one[7] for one in live(site.desk, "lieux", "places")] == ["orphan"]
    said(site, "1", "X1", 3)
    assert [one[7] for one in live(site.desk, "lieux", "places")] == ["applied"]
    assert "Halle du Nord" in {row["name"] for row in rows_of(site)}


def test_corrections_of_the_new_row_go_along_and_come_back(site: SiteFolder) -> None:
    key, edits = edits_of(site, "lieux", "places", [OWN], {"name": "Halle neuve"})
    number = propose(site.desk, ("lieux", "places", key), edits, why="", evidence="", day=DAY)
    accept(site.desk, number, DAY)
    number = said(site, "1", "X1", 2)
    assert [(one[1], one[7]) for one in live(site.desk, "lieux", "places")] == [
        (f'["{FIRST}"]', "applied")
    ]
    undo(site.desk, number, DAYS[3])
    publish_one(site, DAYS[3])
    assert [(one[1], one[7]) for one in live(site.desk, "lieux", "places")] == [
        (f'["{OWN}"]', "applied")
    ]


def test_a_file_that_is_too_small_asks_nothing(tmp_path: Path) -> None:
    """The control: its last good rows stay, so that none went."""
    site = made(tmp_path, COMPARED, LILLE, ROUBAIX, MILL, policy="{shrink: 0.2}")
    gives(site, "nord", HEADER, NEW)
    outcome = publish_one(site, DAYS[1])
    assert [one.code for one in outcome.problems] == ["partner-shrunk"]
    assert ({*ids(site)}, site.desk.exists()) == ({"1", "2", "3"}, False)
