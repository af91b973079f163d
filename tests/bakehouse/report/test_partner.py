"""What a partner is told of its own rows, in its language, and of nobody else's."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from publish.bakehouse.partners.look import look
from publish.bakehouse.report.partner import Line, _list, write_report
from publish.bakehouse.report.partner_words import WORDS
from publish.corrections.decisions import accept
from publish.corrections.pairs import Told, tell_pairs
from publish.corrections.proposals import Edit, propose
from publish.declare.site import SiteFolder
from tests.partners import NORD, NORD_ROWS, by_name, gives, make_partners, partner
from tests.sites import DAY, publish_one


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    return make_partners(tmp_path)


def told(site: SiteFolder, name: str = "nord", language: str = "fr") -> tuple[str, list[list[str]]]:
    """A partner's page, and its list without the header."""
    page, listed = write_report(site, "lieux", look(site, "lieux", name, DAY), language)
    assert (page.stat().st_mode & 0o777, listed.stat().st_mode & 0o777) == (0o600, 0o600)
    with listed.open(encoding="utf-8-sig", newline="") as file:
        return page.read_text("utf-8"), [*csv.reader(file)][1:]


def test_a_good_file_is_thanked_for(site: SiteFolder) -> None:
    page, lines = told(site)
    assert lines == []
    assert '<html lang="fr">' in page and "Le Nord – Vos données chez nous" in page
    assert "Rien à signaler\u00a0: merci !" in page
    assert "<p>Copie du 21 novembre 2026.</p>" in page
    assert "<p>Copy of 21 November 2026.</p>" in told(site, language="en")[0]


def test_what_was_refused_and_why_is_said_in_their_words(site: SiteFolder) -> None:
    gives(site, "nord", f"{NORD_ROWS[0]};Tél", f"{NORD_ROWS[1]};1", "3;;Dix;;;cent;2")
    page, lines = told(site)
    assert lines == [
        ["Ligne refusée", "3", "", "Places", "n’est pas un nombre entier"],
        ["Colonne dont nous ne faisons rien encore", "", "", "Tél", ""],
    ]
    assert "n’est pas un nombre entier" in page
    assert "Seules les premières lignes" not in page
    _, lines = told(site, language="en")
    assert lines[0] == ["Row refused", "3", "", "Places", "is not an integer"]


def test_refused_rows_stand_by_their_lines_and_all_are_counted(site: SiteFolder) -> None:
    bad = [f"{line};;{'x' * (line % 2)};;;{'cent' * ((line + 1) % 2)}" for line in range(2, 240)]
    gives(site, "nord", NORD_ROWS[0], *bad)
    page, lines = told(site)
    refused = [int(line[1]) for line in lines if line[0] == "Ligne refusée"]
    assert refused == sorted(refused)
    assert "Seules les premières lignes refusées sont détaillées." in page


def test_what_is_in_their_cells_is_no_mark_up_and_no_formula(site: SiteFolder) -> None:
    (site.data / "lieux" / "partners" / "mots.csv").write_text("theirs,ours\n", "utf-8")
    looked = 'town: {from: Ville, do: [{lookup: mots.csv, otherwise: "?"}]}'
    partner(site, "nord", NORD.replace("town: Ville", looked))
    gives(site, "nord", NORD_ROWS[0], "1;;A;<i>Lille</i>;;", "2;;B;=1+1;;")
    page, lines = told(site)
    assert "<i>" not in page and "&lt;i&gt;lille" in page.lower()
    assert [line[4] for line in lines] == ["<i>Lille</i> (1)", "'=1+1 (1)"]


def test_columns_new_and_gone_are_those_since_the_copy_before(site: SiteFolder) -> None:
    told(site)
    later = date(2030, 1, 1)
    gives(site, "nord", NORD_ROWS[0].replace("Genres", "Types"), "1;;A;Lille;bar;")
    found = look(site, "lieux", "nord", later)
    found = replace(found, harvested=replace(found.harvested, day=later))
    for _ in range(2):  # as often as it is written
        _, listed = write_report(site, "lieux", found, "fr")
        said = listed.read_text("utf-8-sig")
        assert "Colonne nouvelle depuis la dernière fois,,,Types," in said
        assert "Colonne disparue depuis la dernière fois,,,Genres," in said
        assert "vos dernières bonnes lignes restent affichées,,,Genres," in said


def test_pairs_and_corrections_of_their_rows_are_told(site: SiteFolder) -> None:
    publish_one(site)
    pair = Told("nord/1", "sud/b", 0.8, "[]", '{"left": {}, "right": {}}')
    tell_pairs(site.desk, "lieux", "places", [pair], DAY)
    for name, town in (("Café des Œuvres", "Loos"), ("La Rotonde", "Gelos")):
        row = ("lieux", "places", (by_name(site)[name]["id"],))
        edit = {"town": Edit("x", town)}
        accept(site.desk, propose(site.desk, row, edit, why="", evidence="", day=DAY), DAY)
    _, lines = told(site)
    assert lines == [
        ["Doublon possible", "", "1", "", "sud/b (80 %)"],
        ["Correction faite par le public", "", "1", "Ville", "Loos"],
    ]


def test_no_part_of_a_cell_becomes_a_formula_where_lines_are_cut_at_semicolons() -> None:
    lines = [Line("unused", header=header) for header in ("x;=HYPERLINK(1)", "=1", "a-b;c")]
    words = {name: said["fr"] for name, said in WORDS.items()}
    _, *told = _list(lines, words).splitlines()
    assert [line.split(",")[3] for line in told] == ["x;'=HYPERLINK(1)", "'=1", "a-b;c"]
