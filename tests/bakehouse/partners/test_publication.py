"""Two partners' files become one published table, and nothing of theirs is lost on the way."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from publish.bakehouse.partners import ids_file
from publish.declare.site import SiteFolder
from publish.errors import DeclarationError
from publish.release.release import read_package
from tests.partners import NORD, NORD_ROWS, SUD, by_name, gives, make_partners, partner, rows_of
from tests.sites import publish_one


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    return make_partners(tmp_path)


def test_each_row_tells_where_it_comes_from(site: SiteFolder) -> None:
    assert publish_one(site).status == "published"
    found = by_name(site)
    assert found["Café des Œuvres"] == {
        "id": "panfp3isqq",
        "name": "Café des Œuvres",
        "town": "Lille",
        "kinds": ["café", "atelier"],
        "seats": 12,
        "source": ["nord"],
        "source_id": ["1"],
        "source_license": ["ODbL-1.0"],
        "source_updated": "2026-10-01",
        "quality_filled": 100,
        "quality_fresh": 1,
        "quality_duplicate": 0,
        "quality_disputed": 0,
        "quality_link": 0,
    }
    assert list(found) == sorted(found, key=lambda name: str(found[name]["id"]))
    assert found["Fablab"]["source_id"] == ["a/1"]
    assert [found[name]["quality_fresh"] for name in ("Fablab", "Jardin d’Éole")] == [None, 0]


def test_the_table_beside_tells_which_cells_are_whose(site: SiteFolder) -> None:
    publish_one(site)
    told = {(row["partner"], row["source_id"]): row for row in rows_of(site, "places_sources")}
    assert told["nord", "2"] == {
        "id": by_name(site)["Jardin d’Éole"]["id"],
        "partner": "nord",
        "source_id": "2",
        "license": "ODbL-1.0",
        "updated": "2020-01-01",
        "columns": ["name", "town", "kinds"],
    }
    assert len(told) == 4


def test_nothing_changes_where_nothing_changed(site: SiteFolder) -> None:
    publish_one(site)
    before = rows_of(site)
    assert publish_one(site, date(2026, 11, 22)).status == "unchanged"
    gives(site, "nord", *NORD_ROWS, "3;;Nouveau;;;")
    assert publish_one(site, date(2026, 11, 23)).status == "published"
    assert [row for row in rows_of(site) if row["name"] != "Nouveau"] == before


def test_a_renamed_row_keeps_its_id(site: SiteFolder) -> None:
    publish_one(site)
    before = {name: row["id"] for name, row in by_name(site).items()}
    renamed = [f"X-{row}" for row in NORD_ROWS[1:]]
    gives(site, "nord", NORD_ROWS[0], *renamed)
    publish_one(site, date(2026, 11, 22))
    assert {name: row["id"] for name, row in by_name(site).items()} == before
    assert by_name(site)["Café des Œuvres"]["source_id"] == ["X-1"]
    gives(site, "nord", *NORD_ROWS)
    publish_one(site, date(2026, 11, 23))
    assert {name: row["id"] for name, row in by_name(site).items()} == before


def test_ids_are_the_same_on_a_site_set_up_again(site: SiteFolder, tmp_path: Path) -> None:
    publish_one(site)
    again = make_partners(tmp_path / "again")
    publish_one(again)
    assert rows_of(again) == rows_of(site)


def test_what_does_not_fit_is_a_reject_that_stops_nothing(site: SiteFolder) -> None:
    gives(site, "nord", *NORD_ROWS, "1;;Encore;;;", ";;Sans;;;", "4;;Quatre;;;beaucoup")
    outcome = publish_one(site)
    assert outcome.status == "published"
    told = [str(problem) for problem in outcome.problems if problem.code == "rejected-rows"]
    assert [one.partition("; mend")[0] for one in told] == [
        "warning rejected-rows: places.id: 1 rows rejected: the value is missing but required "
        "(exports/nord.csv:5)",
        "warning rejected-rows: places.id: 1 rows rejected: the value stands further up in this "
        "partner's file already: the first row is kept (exports/nord.csv:4)",
        "warning rejected-rows: places.seats: 1 rows rejected: the value is not an integer "
        "(exports/nord.csv:6)",
    ]
    assert len(rows_of(site)) == 4


def test_a_row_that_stands_in_two_files_counts_once(site: SiteFolder) -> None:
    partner(site, "nord", NORD.replace("exports/nord.csv", "exports/nord*.csv"))
    gives(site, "nord-2", NORD_ROWS[0], "3;;Trois;;;", "2;;Encore;;;", "4;;Quatre;;;beaucoup")
    outcome = publish_one(site)
    assert outcome.status == "published"
    # `nord-2.csv` is read first.
    told = [problem.what for problem in outcome.problems if problem.code == "rejected-rows"]
    assert told == [
        "1 rows rejected: the value stands further up in this partner's file already: the first "
        "row is kept (exports/nord.csv:3)",
        "1 rows rejected: the value is not an integer (exports/nord-2.csv:4)",
    ]
    assert sorted(by_name(site)) == ["Café des Œuvres", "Encore", "Fablab", "La Rotonde", "Trois"]


def test_a_partner_without_a_file_stops_nothing(site: SiteFolder) -> None:
    (site.data / "lieux" / "exports" / "sud.csv").unlink()
    outcome = publish_one(site)
    assert outcome.status == "published"
    assert [problem.code for problem in outcome.problems] == ["partner-unread"]
    assert {row["source"][0] for row in rows_of(site)} == {"nord"}


def test_new_headers_are_told(site: SiteFolder) -> None:
    gives(site, "sud", "id,titre,city,note,tel", "b,La Rotonde,Pau,,1")
    [drift] = publish_one(site).problems
    assert str(drift) == (
        "warning partner-drift: lieux.partners.sud: exports/sud.csv: headers that nothing is made "
        "of: tel; name them under `map`, or under `unused`"
    )


def test_what_is_told_of_new_headers_is_bounded_and_holds_no_cell(site: SiteFolder) -> None:
    cells = ("zoe@example.org", "06 12 34 56 78", "2026-01-02", "59000", "Zoé\u202eMartin")
    many = [f"c{number}" for number in range(200)]
    gives(site, "sud", ",".join(["id,titre,city,note", *cells, "x" * 500, *many]))
    [what] = [one.what for one in publish_one(site).problems if one.code == "partner-drift"]
    assert what == (
        "exports/sud.csv: headers that nothing is made of: Zoé Martin, "
        f"{'x' * 60}…, c0, c1, c2, c3, c4, c5, c6, c7, 196 more"
    )


def test_headers_that_all_look_like_cells_are_counted(site: SiteFolder) -> None:
    gives(site, "sud", "id,titre,city,note,zoe@example.org,12", "b,La Rotonde,Pau,,1,2")
    [drift] = publish_one(site).problems
    assert str(drift) == (
        "warning partner-drift: lieux.partners.sud: exports/sud.csv: headers that nothing is made "
        "of: 2; see them by `fournil partner check sud`, name them under `map`, or under `unused`"
    )


def test_a_column_that_is_not_open_never_enters(site: SiteFolder) -> None:
    partner(site, "nord", NORD + "openness: {name: collective}\n")
    publish_one(site)
    assert [row["name"] for row in rows_of(site) if row["source"] == ["nord"]] == [None, None]
    for path in (site.releases / "lieux" / "current").rglob("*"):
        if path.is_file():
            assert "Café des Œuvres".encode() not in path.read_bytes()


@pytest.mark.parametrize("updated", ["modif", "{from: [jour], do: [{first: [modif]}]}"])
def test_what_is_closed_leaves_as_no_day_of_a_change(site: SiteFolder, updated: str) -> None:
    closed = NORD.replace("town: Ville", "town: modif") + "openness: {town: private}\n"
    partner(site, "nord", closed.replace("updated: modif", f"updated: {updated}"))
    with pytest.raises(DeclarationError) as refused:
        site.partners("lieux")
    assert str(refused.value) == (
        f"{site.data / 'lieux' / 'partners'}/nord.yaml:6: updated: 'modif' is published with each "
        "row as the day when it last changed, and column 'town' that is made of it is private; "
        "name another header, or remove this"
    )


def test_what_is_closed_leaves_by_no_other_way(site: SiteFolder) -> None:
    closed = NORD.replace("Places}", "{from: Places, do: [{first: [Nom]}]}}")
    partner(site, "nord", closed + "openness: {name: private}\n")
    partner(site, "sud", SUD.replace("id: id", "id: [id, titre]") + "openness: {name: commons}\n")
    with pytest.raises(DeclarationError) as refused:
        site.partners("lieux")
    folder = site.data / "lieux" / "partners"
    assert str(refused.value).splitlines() == [
        f"{folder}/nord.yaml:7: map.seats: 'Nom' makes column 'name' as well, which is private for "
        "this partner; take it out here, or write `openness: {seats: private}` too",
        f"{folder}/sud.yaml:5: id: 'titre' is published with each row as its id, and column 'name' "
        "that is made of it is commons; name another header, that tells nothing",
    ]
    partner(site, "nord", closed + "openness: {name: private, seats: private}\n")
    partner(site, "sud", SUD)
    assert list(site.partners("lieux")) == ["nord", "sud"]


def test_the_id_of_a_row_makes_no_column_that_is_not_open(site: SiteFolder) -> None:
    declared = site.data / "lieux" / "dataset.yaml"
    closed = "town: {type: string, role: identifier"
    text = declared.read_text("utf-8").replace("town: {type: string, role: open", closed)
    declared.write_text(text, encoding="utf-8")
    partner(site, "nord", NORD.replace("id: code", "id: Ville"))
    with pytest.raises(DeclarationError, match="column 'town' that is made of it is identifier"):
        site.partners("lieux")


def test_a_file_that_lost_its_headers_shows_none_of_its_cells(site: SiteFolder) -> None:
    publish_one(site)
    gives(site, "nord", "9;2026-10-01;Zoé Canari;Lille;zoe@example.org;0612345678", NORD_ROWS[1])
    told = " ".join(map(str, publish_one(site, date(2026, 11, 22)).problems))
    assert "partner-held" in told
    assert "these headers are there no more: code, Nom" in told
    assert "headers that nothing is made of: 6; see them by `fournil partner check nord`" in told
    assert "Canari" not in told
    assert "zoe@" not in told


def test_a_row_of_ours_under_the_id_of_a_partner_s_is_not_lost(site: SiteFolder) -> None:
    publish_one(site)
    declared = site.data / "lieux" / "dataset.yaml"
    own = "    partners: {}\n    sources: [{path: exports/own.csv}]\n"
    declared.write_text(declared.read_text("utf-8").replace("    partners: {}\n", own), "utf-8")
    gives(site, "own", "id,name,town,kinds,seats", "panfp3isqq,La nôtre,Paris,,")
    outcome = publish_one(site, date(2026, 11, 22))
    assert outcome.status == "refused"
    assert outcome.message == (
        "places: panfp3isqq is in its own sources, and the id of a partner's row as well; give the "
        "rows there other ids, or take out what came of a release"
    )


def test_rows_of_ours_without_an_id_of_their_own_are_not_lost(site: SiteFolder) -> None:
    declared = site.data / "lieux" / "dataset.yaml"
    own = "    partners: {}\n    sources: [{path: exports/own.csv}]\n"
    declared.write_text(declared.read_text("utf-8").replace("    partners: {}\n", own), "utf-8")
    gives(site, "own", "id,name,town,kinds,seats", "x,Un,Paris,,", "x,Deux,Paris,,", ",Trois,,,")
    assert publish_one(site).message == (
        "places: 2 rows of its own sources have no id, or one that another row there has; give "
        "each one of its own, or they would be lost"
    )
    gives(site, "own", "id,name,town,kinds,seats", "x,Un,Paris,,", "y,Deux,Paris,,", "z,Trois,,,")
    assert publish_one(site).status == "published"
    assert {"Un", "Deux", "Trois"} <= set(by_name(site))


def test_an_empty_file_of_ids_is_that_of_a_run_that_was_killed(site: SiteFolder) -> None:
    (site.private / "lieux" / "partners").mkdir(parents=True)
    (site.private / "lieux" / "partners" / "ids.db").touch()
    assert publish_one(site).status == "published"


def test_what_is_remembered_and_spoilt_says_the_way_out(site: SiteFolder) -> None:
    publish_one(site)
    folder = site.private / "lieux" / "partners"
    good = (folder / "ids.db").read_bytes()
    (folder / "ids.db").write_bytes(b"spoilt" * 100)
    gives(site, "nord", *NORD_ROWS, "3;;Nouveau;;;")
    assert publish_one(site, date(2026, 11, 22)).message == (
        f"{folder}/ids.db: cannot be read (file is not a database); bring it back from a backup, "
        "or remove it: without it rows that their partners renamed get new ids"
    )
    (folder / "ids.db").write_bytes(good)
    (folder / "nord" / "rows.parquet").write_bytes(b"PAR1 spoilt")
    message = publish_one(site, date(2026, 11, 22)).message
    assert message.startswith(f"{folder}/nord/rows.parquet: cannot be read (")
    (folder / "nord" / "rows.parquet").unlink()
    assert publish_one(site, date(2026, 11, 22)).status == "published"


def test_a_file_of_ids_that_is_in_use_is_waited_for_and_named(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_one(site)
    monkeypatch.setattr(ids_file, "PATIENCE_SECONDS", 0.1)
    path = site.private / "lieux" / "partners" / "ids.db"
    gives(site, "nord", *NORD_ROWS, "3;;Nouveau;;;")
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for locked in ("EXCLUSIVE", "IMMEDIATE"):
            database.execute(f"BEGIN {locked}")
            assert publish_one(site, date(2026, 11, 22)).message == (
                f"{path}: another program has it open, and did not let go within 0.1 seconds; end "
                "that one, and publish again"
            )
            database.execute("ROLLBACK")
    # The release was public already: what it says is remembered now.
    assert publish_one(site, date(2026, 11, 22)).status == "unchanged"
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT count(*) FROM rows").fetchone() == (5,)


def test_ids_of_several_headers_are_not_taken_for_one_another(site: SiteFolder) -> None:
    partner(site, "sud", SUD.replace("id: id", "id: [id, note]").replace("unused: [note]\n", ""))
    gives(site, "sud", "id,titre,city,note", "a/b,Un,,c", "a,Deux,,b/c", "a,Trois,,", ",Quatre,,a")
    assert publish_one(site).problems == ()
    assert {row["name"]: row["source_id"] for row in rows_of(site) if row["source"] == ["sud"]} == {
        "Un": ["a~1b/c"],
        "Deux": ["a/b~1c"],
        "Trois": ["a"],
        "Quatre": ["/a"],
    }


def test_a_file_s_mistakes_are_told_with_their_lines(site: SiteFolder) -> None:
    partner(site, "nord", NORD.replace("town: Ville", "twn: Ville"))
    partner(site, "sud", SUD.replace("id: id", "table: placs\nid: id"))
    with pytest.raises(DeclarationError) as refused:
        site.partners("lieux")
    folder = site.data / "lieux" / "partners"
    assert str(refused.value).splitlines() == [
        f"{folder}/nord.yaml:7: map.twn: no column 'twn'; did you mean `town`?",
        f"{folder}/sud.yaml:5: table: 'placs' is no table that takes partners; "
        "did you mean `places`?",
    ]


def test_the_file_of_ids_is_for_its_owner_alone(site: SiteFolder) -> None:
    publish_one(site)
    path = site.private / "lieux" / "partners" / "ids.db"
    assert path.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(path)) as database:
        known = database.execute("SELECT count(*), count(DISTINCT id) FROM rows").fetchall()
    assert known == [(4, 4)]


def test_words_that_are_looked_up_otherwise_are_published_anew(site: SiteFolder) -> None:
    words = site.data / "lieux" / "partners" / "categories.csv"
    words.write_text("theirs,ours\nNice,NICE\nPau,PAU\n", "utf-8")
    looked = "town: {from: city, do: [{lookup: categories.csv}]}"
    partner(site, "sud", SUD.replace("town: city", looked))
    publish_one(site)
    assert by_name(site)["Fablab"]["town"] == "NICE"
    words.write_text("theirs,ours\nNice,Nissa\nPau,PAU\n", "utf-8")
    assert publish_one(site).status == "published"
    assert by_name(site)["Fablab"]["town"] == "Nissa"


QUALITIES = ("quality_fresh", "quality_duplicate", "quality_disputed", "quality_link")
EST = """\
name: L’Est
license: ODbL-1.0
agreed: {by: Cléo, on: 2026-01-01, until: 2999-12-31}
source: {path: exports/est.csv}
id: id
map: {name: name, town: town}
"""


def test_quality_is_a_facet_and_a_new_partner_no_list_that_was_written_anew(
    site: SiteFolder,
) -> None:
    declared = site.data / "lieux" / "dataset.yaml"
    written = declared.read_text("utf-8").replace("facets: 1, ", "")
    declared.write_text(written.replace("facets: [source, town]", "facets: [town]"), "utf-8")
    gives(site, "nord", NORD_ROWS[0], *(f"{n};;Café {n};Lille;;" for n in range(30)))
    assert publish_one(site).status == "published"
    table = read_package(site.releases / "lieux" / "current").tables["places"]
    assert table.facets == ("town", "source", *QUALITIES)
    assert table.search == ("name", "town")
    partner(site, "est", EST, "id,name,town", *(f"{n},Lieu {n},Lille" for n in range(60)))
    outcome = publish_one(site, date(2026, 11, 22))
    assert outcome.status == "published", outcome.problems
    assert [one for one in outcome.problems if one.code == "other-facets"] == []


def test_a_release_says_how_partners_are_called_wherever_they_are_named(site: SiteFolder) -> None:
    publish_one(site)
    tables = read_package(site.releases / "lieux" / "current").tables
    called = {"nord": {"fr": "Le Nord"}, "sud": {"fr": "Le Sud"}}
    assert tables["places"].columns["source"].labels == called
    assert tables["places_sources"].columns["partner"].labels == called
    assert tables["places"].columns["name"].labels == {}
