"""`fournil new` on a terminal: questions, defaults, a way back, and nothing half written."""

from pathlib import Path

import pytest

from publish.bakehouse.draft import draft
from publish.declare.site import SiteFolder
from tests.sites import METADATA, publish_one
from tests.terminals import terminal
from tests.trees import everything

pytestmark = pytest.mark.slow("runs the command on a terminal")

PLACES = "id;nom;type;mail\n1;Aire du Pont;aire;a@example.org\n2;Gare;parking;b@example.org\n"
DATASET = ("Aires", "Des aires.", "Le Syndicat", "", "n", "", "monthly")
"""Answers: title, description, producer, contact, contributed, licence, frequency."""


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    made = SiteFolder(tmp_path / "site")
    made.data.mkdir(parents=True)
    (made.root / "metadata.yaml").write_text(METADATA, encoding="utf-8")
    return made


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "aires de 2026.csv"
    path.write_text(PLACES, encoding="utf-8")
    return path


def test_enter_takes_what_is_proposed_and_what_is_written_is_published(
    site: SiteFolder, export: Path
) -> None:
    with terminal(site.root, "new", str(export)) as person:
        assert "Enter takes what stands in [ ]" in person.asked()
        assert person.answers(*DATASET[:3]).endswith("[contact@example.org] > ")
        assert person.answers(*DATASET[3:]).endswith(
            "or about a person?\n"
            "  thing: rows are published: places, products, repairs, …\n"
            "  person: answers, profiles: people are counted, no row is shown\n"
            "[thing] > "
        )
        first = person.answers("").splitlines()[2:5]
        assert first == [
            "Column 1 of 4, 'id': what could it reveal of someone?",
            "  for example: 1 | 2",
            "  proposed, since nothing personal seen",
        ]
        assert "100 % of values look like e-mail addresses" in person.answers("", "", "x")
        assert person.said.endswith("[i] > ")
        person.answers("", "Ada", "")
        assert "check aires-de-2026` says what is left to do" in person.said
        assert person.ended() == 0
    dataset = site.dataset("aires-de-2026")
    table = dataset.tables["aires_de_2026"]
    assert (dataset.producer.name, dataset.license, dataset.frequency) == (
        "Le Syndicat", "etalab-2.0", "monthly",
    )  # fmt: skip
    assert list(table.published) == ["id", "nom"]
    assert dataset.reviewed and dataset.reviewed.by == "Ada"
    assert (site.data / "aires-de-2026" / "exports" / export.name).read_text() == PLACES
    assert publish_one(site, dataset.reviewed.on).status == "published"


def test_a_question_is_taken_back_and_an_unfit_answer_asked_again(
    site: SiteFolder, export: Path
) -> None:
    with terminal(site.root, "new", str(export)) as person:
        person.asked()
        person.answers(*DATASET, "")
        assert "Column 2 of 4" in person.answers("i")
        assert "Column 1 of 4" in person.answers("<")
        assert "type one of o, i, q, s, t, x, *" in person.answers("z")
        person.answers("", "*", "Ada", "n")
        assert person.ended() == 0
    table = site.dataset("aires-de-2026").tables["aires_de_2026"]
    assert table.columns["id"].role == "open"
    assert not any((site.data / "aires-de-2026" / "exports").iterdir())


@pytest.mark.parametrize("language", ["fr_FR.UTF-8", "C"])
def test_a_french_terminal_is_asked_in_french_and_so_is_a_french_site_s(
    site: SiteFolder, export: Path, language: str
) -> None:
    with terminal(site.root, "new", str(export), language=language) as person:
        assert person.asked().startswith("Entrée prend ce qui est entre [ ], `<` revient en")
        assert "\nQui les a faites\u202f? Les réutilisateurs devront le citer\n" in person.answers(
            *DATASET[:2]
        )
        assert "  o = oui\u00a0: elles restent un commun\u00a0: une licence avec" in person.answers(
            *DATASET[2:4]
        )
        assert person.said.endswith("\n[n] > ")
        assert "4.0 = Creative Commons Attribution – Partage dans" in person.answers("o")
        assert "monthly = chaque mois" in person.answers("")
        assert "  chose\u00a0: les lignes sont publiées\u00a0: lieux" in person.answers("monthly")
        assert person.said.endswith("\n[chose] > ")
        assert "\n  proposé, car\u00a0: rien de personnel n’a été vu\n" in person.answers("")
        assert "tapez l’un de ceux-ci\u00a0: o, i, q, s, t, x, *\u202f; `<` revient" in (
            person.answers("z")
        )
        assert (
            "\n  proposé, car\u00a0: 100 % des valeurs ressemblent à ceci\u00a0: des adresses "
            "électroniques\n" in person.answers("", "", "")
        )
        assert person.answers("", "Ada").endswith("\n  o = oui, n = non\n[o] > ")
        assert "aires-de-2026` dit ce qui reste à faire, `fournil " in person.answers("o")
        assert person.ended() == 0
    dataset = site.dataset("aires-de-2026")
    assert (dataset.contributed, dataset.license) == (True, "ODbL-1.0")
    assert dataset.tables["aires_de_2026"].about == "things"


@pytest.mark.parametrize("answered", [0, 5, 9])
def test_ctrl_c_leaves_nothing_written(site: SiteFolder, export: Path, answered: int) -> None:
    before = everything(site)
    with terminal(site.root, "new", str(export)) as person:
        person.asked()
        person.answers(*(*DATASET, "", "*")[:answered])
        assert "Aborted!" in person.interrupt()
        assert person.ended() == 1
    assert everything(site) == before


def test_yes_asks_nothing_and_drafts_as_ever(site: SiteFolder, export: Path) -> None:
    with terminal(site.root, "new", str(export), "--yes") as person:
        last = f"read it, decide what it asks, then run `fournil --site {site.root} publish`\n"
        assert person.asked().endswith(last)
        assert person.ended() == 0
    path = site.data / "aires-de-2026" / "dataset.yaml"
    assert path.read_text("utf-8") == draft(export)
