"""Rows of several partners that are one thing: merged, taken apart again, and what wins."""

from datetime import timedelta
from pathlib import Path

import pytest

from publish.bakehouse.partners import merge
from publish.bakehouse.partners.look import look
from publish.corrections.pair_decisions import decide, say, undo
from publish.corrections.pairs import Pair, asked_in
from publish.declare.site import SiteFolder
from tests.partners import NORD, NORD_ROWS, SUD, by_name, gives, make_partners, partner, rows_of
from tests.sites import DAY, publish_one

SURE = "{compare: {name: name, town: address}, order: [sud], golden: {seats: longest}}"
ASKS = "{compare: {name: name, town: address}, order: [sud], above: 1, ask: 0.5}"
SUD_ROWS = ("id,titre,city,note", "a/1,Cafe des oeuvres,Lille,x", "b,La Rotonde,Pau,")
FIRST, SECOND = DAY + timedelta(days=1), DAY + timedelta(days=2)


def made(root: Path, partners: str) -> SiteFolder:
    site = make_partners(root, partners)
    gives(site, "sud", *SUD_ROWS)
    return site


def asked(site: SiteFolder) -> Pair:
    [pair] = asked_in(site.desk, "lieux", "places")
    return pair


def without_doubt(site: SiteFolder) -> list[dict[str, object]]:
    """The rows, but whether they may be duplicates."""
    return [{**row, "quality_duplicate": 0} for row in rows_of(site)]


def test_rows_that_are_surely_one_thing_become_one(tmp_path: Path) -> None:
    site = made(tmp_path, SURE)
    assert publish_one(site).status == "published"
    assert len(rows_of(site)) == 3
    assert by_name(site)["Cafe des oeuvres"] == {
        "id": "p8e6zm26u8",
        "name": "Cafe des oeuvres",
        "town": "Lille",
        "kinds": ["café", "atelier"],
        "seats": 12,
        "source": ["sud", "nord"],
        "source_id": ["a/1", "1"],
        "source_license": ["etalab-2.0", "ODbL-1.0"],
        "source_updated": "2026-10-01",
        "quality_filled": 100,
        "quality_fresh": 1,
        "quality_duplicate": 0,
        "quality_disputed": 0,
        "quality_link": 0,
    }
    told = {
        row["partner"]: row for row in rows_of(site, "places_sources") if row["id"] == "p8e6zm26u8"
    }
    assert told["sud"]["columns"] == ["name", "town"]
    assert told["nord"]["columns"] == ["kinds", "seats"]


def test_the_newest_row_says_what_a_column_shows(tmp_path: Path) -> None:
    newest = "{compare: {name: name, town: address}, order: [sud], golden: {name: newest}}"
    site = made(tmp_path, newest)
    assert publish_one(site).status == "published"
    assert by_name(site)["Café des Œuvres"]["source"] == ["sud", "nord"]


def test_a_merged_row_keeps_its_id_when_the_first_of_its_rows_goes(tmp_path: Path) -> None:
    site = made(tmp_path, SURE)
    publish_one(site)
    gives(site, "sud", SUD_ROWS[0], SUD_ROWS[2])
    publish_one(site, FIRST)
    assert by_name(site)["Café des Œuvres"]["id"] == "p8e6zm26u8"
    gives(site, "sud", *SUD_ROWS)
    publish_one(site, SECOND)
    assert by_name(site)["Cafe des oeuvres"]["id"] == "p8e6zm26u8"


def test_the_grey_zone_is_asked_of_people_and_marked(tmp_path: Path) -> None:
    site = made(tmp_path, ASKS)
    publish_one(site)
    pair = asked(site)
    assert pair.rows == ("nord/1", "sud/a/1")
    assert 0.5 <= pair.probability < 1
    assert pair.cells["left"] == {
        "name": "Café des Œuvres",
        "town": "Lille",
        "kinds": '["café","atelier"]',
        "seats": "12",
    }
    suspects = {row["name"] for row in rows_of(site) if row["quality_duplicate"]}
    assert suspects == {"Café des Œuvres", "Cafe des oeuvres"}


def test_unmerged_rows_are_restored_to_the_byte(tmp_path: Path) -> None:
    site = made(tmp_path, ASKS)
    publish_one(site)
    before, beside = rows_of(site), rows_of(site, "places_sources")
    number = asked(site).id
    decide(site.desk, number, "same", DAY)
    publish_one(site, FIRST)
    assert [row["source"] for row in rows_of(site) if len(row["source"]) > 1] == [["sud", "nord"]]
    undo(site.desk, number, FIRST)
    publish_one(site, SECOND)
    assert (rows_of(site), rows_of(site, "places_sources")) == (before, beside)


def test_what_is_not_the_same_is_remembered_for_ever(tmp_path: Path) -> None:
    site = made(tmp_path, ASKS)
    publish_one(site)
    decide(site.desk, asked(site).id, "different", DAY)
    publish_one(site, FIRST)
    assert asked_in(site.desk, "lieux", "places") == []
    assert {row["quality_duplicate"] for row in rows_of(site)} == {0}
    gives(site, "nord", *NORD_ROWS, "3;;Nouveau;;;")
    publish_one(site, SECOND)
    assert asked_in(site.desk, "lieux", "places") == []


def test_words_that_contradict_each_other_part_rows_and_are_told(tmp_path: Path) -> None:
    site = made(tmp_path, ASKS)
    publish_one(site)
    place = ("lieux", "places")
    say(site.desk, place, [("nord/1", "sud/a/1"), ("sud/a/1", "sud/b")], "same", DAY)
    say(site.desk, place, [("nord/X-1", "sud/b")], "different", DAY)
    # The partner names its row as one of which something else was said.
    gives(site, "nord", NORD_ROWS[0], *(f"X-{row}" for row in NORD_ROWS[1:]))
    publish_one(site, FIRST)
    told = [str(one) for one in publish_one(site, SECOND).problems]
    assert told == [
        "warning partners-compared: lieux.places: sud/a/1 and sud/b were said to be one thing, and "
        "not the same through others: they stay apart; take one of both back at the desk, under "
        "What was said last"
    ]
    names = [row["source_id"] for row in rows_of(site) if row["name"] != "Jardin d’Éole"]
    assert sorted(names) == [["a/1", "X-1"], ["b"]]


def test_a_decision_follows_a_row_that_its_partner_renamed(tmp_path: Path) -> None:
    site = made(tmp_path, ASKS)
    publish_one(site)
    decide(site.desk, asked(site).id, "different", DAY)
    gives(site, "nord", NORD_ROWS[0], *(f"X-{row}" for row in NORD_ROWS[1:]))
    publish_one(site, FIRST)
    assert asked_in(site.desk, "lieux", "places") == []


def test_a_partner_that_adds_nothing_fills_what_others_have(tmp_path: Path) -> None:
    site = made(tmp_path, SURE)
    partner(
        site, "nord", NORD + "policy: {create: false, columns: {town: override, seats: never}}\n"
    )
    gives(site, "sud", SUD_ROWS[0], "a/1,Cafe des oeuvres,Lille Sud,x", SUD_ROWS[2])
    assert publish_one(site).status == "published"
    found = by_name(site)
    assert "Jardin d’Éole" not in found
    merged = found["Cafe des oeuvres"]
    assert (merged["town"], merged["kinds"], merged["seats"]) == (
        "Lille",
        ["café", "atelier"],
        None,
    )


def test_a_partner_that_says_nothing_of_a_column_adds_to_no_list(tmp_path: Path) -> None:
    site = made(tmp_path, "{compare: {name: name, town: address}, golden: {kinds: union}}")
    lists = SUD.replace("town: city}", "town: city, kinds: note}").replace("unused: [note]\n", "")
    partner(site, "sud", lists)
    publish_one(site)
    assert by_name(site)["Café des Œuvres"]["kinds"] == ["atelier", "café", "x"]
    never = "policy: {columns: {kinds: never}}\n"
    partner(site, "sud", lists + never)
    publish_one(site, FIRST)
    one = by_name(site)["Café des Œuvres"]
    assert one["kinds"] == ["atelier", "café"]
    told = {
        r["partner"]: r["columns"] for r in rows_of(site, "places_sources") if r["id"] == one["id"]
    }
    assert ("kinds" in told["nord"], "kinds" in told["sud"]) == (True, False)


def test_a_row_that_the_merge_lost_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merge, "_WHOLE", f"SELECT * FROM ({merge._WHOLE}) WHERE _source_id <> '2'")
    outcome = publish_one(made(tmp_path, SURE))
    assert (outcome.status, outcome.message) == (
        "refused",
        "nord: 2 records in, but 1 rows, 0 left out and 0 rejects; nothing may be lost, so nothing "
        "is published",
    )


@pytest.mark.parametrize(
    ("vanished", "left", "fresh"), [("remove", False, None), ("keep", True, 1), ("mark", True, 0)]
)
def test_rows_that_a_partner_has_no_more(
    tmp_path: Path, vanished: str, left: bool, fresh: int | None
) -> None:
    site = made(tmp_path, "{}")
    partner(site, "nord", NORD + f"policy: {{vanished: {vanished}}}\n")
    publish_one(site)
    for day in (FIRST, SECOND):
        gives(site, "nord", NORD_ROWS[0], NORD_ROWS[2], f"new{day.day};;Nouveau;;;")
        assert publish_one(site, day).status == "published"
        found = by_name(site)
        assert ("Café des Œuvres" in found) == left
        if left:
            assert found["Café des Œuvres"]["quality_fresh"] == fresh


def test_a_partner_that_may_not_change_what_it_gave(tmp_path: Path) -> None:
    site = made(tmp_path, "{}")
    partner(site, "nord", NORD + "policy: {update: false}\n")
    publish_one(site)
    gives(site, "nord", NORD_ROWS[0], NORD_ROWS[1].replace("Lille", "Ailleurs"), "3;;Nouveau;Ici;;")
    publish_one(site, FIRST)
    found = by_name(site)
    assert (found["Café des Œuvres"]["town"], found["Nouveau"]["town"]) == ("Lille", "Ici")
    assert "Jardin d’Éole" not in found


def test_a_broken_map_holds_the_last_good_rows(tmp_path: Path) -> None:
    site = made(tmp_path, "{}")
    publish_one(site)
    before = rows_of(site)
    gives(site, "nord", NORD_ROWS[0].replace("Ville", "Localité"), *NORD_ROWS[1:])
    gives(site, "sud", *SUD_ROWS, "c,Autre,Pau,")
    outcome = publish_one(site, FIRST)
    assert [str(one) for one in outcome.problems if one.code == "partner-held"] == [
        "warning partner-held: lieux.partners.nord: its last good rows stay: exports/nord.csv: "
        "these headers are there no more: Ville; name the new headers under `map` of its file, or "
        "have the partner mend its export"
    ]
    assert [row for row in rows_of(site) if row["name"] != "Autre"] == before


def test_what_a_partner_closed_leaves_its_last_good_rows_too(tmp_path: Path) -> None:
    site = made(tmp_path, "{}")
    publish_one(site)
    (site.data / "lieux" / "exports" / "nord.csv").unlink()
    partner(site, "nord", NORD + "openness: {name: private}\n")
    publish_one(site, FIRST)
    assert [row["name"] for row in rows_of(site) if row["source"] == ["nord"]] == [None, None]


def test_an_old_name_that_is_given_to_another_row_gets_another_id(tmp_path: Path) -> None:
    site = made(tmp_path, "{}")
    publish_one(site)
    before = by_name(site)["Café des Œuvres"]["id"]
    gives(site, "nord", NORD_ROWS[0], f"X-{NORD_ROWS[1]}", NORD_ROWS[2])
    publish_one(site, FIRST)
    gives(site, "nord", NORD_ROWS[0], f"X-{NORD_ROWS[1]}", NORD_ROWS[2], "1;;Un autre;Ici;;")
    assert publish_one(site, SECOND).status == "published"
    found = by_name(site)
    assert found["Café des Œuvres"]["id"] == before
    assert found["Un autre"]["id"] not in ("", before)


def renamed(site: SiteFolder, *, said: bool = True) -> None:
    """The file of `nord` is called `nordique` from now on, and says so or not."""
    (site.data / "lieux" / "partners" / "nord.yaml").unlink()
    partner(site, "nordique", NORD + ("formerly: nord\n" if said else ""))


def test_a_partner_file_of_another_name_keeps_the_ids_of_its_rows(tmp_path: Path) -> None:
    site = made(tmp_path, "{compare: {name: name, town: address}, above: 1, ask: 0.5}")
    publish_one(site)
    before = {row["name"]: row["id"] for row in rows_of(site)}
    decide(site.desk, asked(site).id, "same", DAY)
    publish_one(site, FIRST)
    merged = [row["id"] for row in rows_of(site)]
    renamed(site)
    assert publish_one(site, SECOND).status == "published"
    assert [row["id"] for row in rows_of(site)] == merged
    assert {tuple(row["source"]) for row in rows_of(site)} == {
        ("nordique",), ("nordique", "sud"), ("sud",)
    }  # fmt: skip
    # What was said of its rows goes along, and may be taken back.
    partner(site, "nordique", NORD)
    assert publish_one(site, SECOND + timedelta(1)).status in ("published", "unchanged")
    assert [row["id"] for row in rows_of(site)] == merged
    gives(site, "nord", NORD_ROWS[0], NORD_ROWS[1].replace("Café des Œuvres", "Ailleurs"))
    publish_one(site, SECOND + timedelta(2))
    assert {row["id"] for row in rows_of(site)} <= {*before.values()}


def test_a_partner_file_of_another_name_gives_new_ids_where_it_does_not_say_so(
    tmp_path: Path,
) -> None:
    site = made(tmp_path, "{}")
    publish_one(site)
    before = {row["name"]: row["id"] for row in rows_of(site)}
    renamed(site, said=False)
    publish_one(site, FIRST)
    now = {row["name"]: row["id"] for row in rows_of(site)}
    assert {name for name in now if now[name] == before[name]} == {"Cafe des oeuvres", "La Rotonde"}
    # It is not too late to say so.
    partner(site, "nordique", NORD + "formerly: nord\n")
    publish_one(site, SECOND)
    assert {row["name"]: row["id"] for row in rows_of(site)} == before


def test_rows_that_a_renamed_partner_has_no_more_stay_where_it_said_so(tmp_path: Path) -> None:
    site = made(tmp_path, "{}")
    stays = "policy: {vanished: keep}\n"
    partner(site, "nord", NORD + stays)
    publish_one(site)
    before = {row["name"]: row["id"] for row in rows_of(site)}
    (site.data / "lieux" / "partners" / "nord.yaml").unlink()
    partner(site, "nordique", NORD + stays + "formerly: nord\n")
    gives(site, "nord", *NORD_ROWS[:2])
    publish_one(site, FIRST)
    assert {row["name"]: row["id"] for row in rows_of(site)} == before
    assert by_name(site)["Jardin d’Éole"]["source"] == ["nordique"]
    # From then on it has a memory of its own.
    partner(site, "nordique", NORD + stays)
    publish_one(site, SECOND)
    assert {row["name"]: row["id"] for row in rows_of(site)} == before


def test_a_check_holds_a_renamed_partner_against_what_it_was(tmp_path: Path) -> None:
    site = made(tmp_path, "{}")
    publish_one(site)
    renamed(site)
    found = look(site, "lieux", "nordique", FIRST)
    assert (found.new, found.changed, found.gone) == ([], [], [])
