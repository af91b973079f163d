"""`fournil governance check` and `fournil people inventory`, as a maintainer runs them."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publish.cli import main
from publish.declare.site import SiteFolder
from tests.bakehouse.series.site import SURVEY
from tests.sites import METADATA
from tests.trees import everything

ROOT = Path(__file__).parents[2]
BASIS = '    basis: {kind: public_task, why: "The council decided so in 2025."}\n'
CARD = """\
governance:
  model: civic_data_trust
  controller: {name: La Ville, contact: dpo@example.org}
  purpose: {fr: Savoir., en: To know.}
  kept: {fr: Un an., en: A year.}
  recipients: [{fr: L’hébergeur, en: The host}]
  decisions: [{on: {fr: Tout}, by: {fr: Le comité}}]
  statutes: {form: public_body}
  exit: {fr: Écrire., en: Write.}
tables:
"""


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """A survey with a card and a basis, of which there is no export."""
    made = SiteFolder(tmp_path)
    (made.data / "enquete").mkdir(parents=True)
    (tmp_path / "metadata.yaml").write_text(METADATA, encoding="utf-8")
    declare(made, SURVEY.replace("tables:\n", CARD))
    return made


def declare(site: SiteFolder, text: str) -> None:
    written = text.replace("    contributor: who\n", f"    contributor: who\n{BASIS}")
    (site.data / "enquete" / "dataset.yaml").write_text(written, encoding="utf-8")


def run(site: SiteFolder, *words: str) -> Result:
    return CliRunner().invoke(main, ["--site", str(site.root), *words])


def test_every_question_is_answered_by_a_line(site: SiteFolder) -> None:
    before = everything(site)
    result = run(site, "governance", "check")
    path = site.data / "enquete" / "dataset.yaml"
    lines = path.read_text("utf-8").splitlines()
    assert result.exit_code == 0, result.output
    assert result.output.startswith("enquete: complete\n  Which personal data is held?\n")
    places = [line.strip() for line in result.output.splitlines() if line.startswith("    ")]
    assert len(places) == 11
    for place in places:
        file, number, key = place.removeprefix(f"{path.parent}/").split(":")
        assert file == "dataset.yaml"
        assert lines[int(number) - 1].strip().startswith(f"{key.strip().rpartition('.')[2]}:")
    assert everything(site) == before


def test_what_is_missing_is_told_with_its_place_and_what_to_write(site: SiteFolder) -> None:
    text = SURVEY.replace("tables:\n", CARD.replace("  exit: {fr: Écrire., en: Write.}\n", ""))
    path = site.data / "enquete" / "dataset.yaml"
    path.write_text(text, encoding="utf-8")
    result = run(site, "governance", "check", "enquete")
    assert result.exit_code == 1
    missing = [line.strip() for line in result.output.splitlines() if "MISSING" in line]
    assert result.output.startswith("enquete: 2 of 11 without an answer\n")
    assert missing == [
        f"MISSING  {path}:19: write `basis: {{kind: …, why: …}}` under `tables.answers:`",
        f"MISSING  {path}:10: write `exit: {{fr: …}}` under `governance:`",
    ]


def test_what_it_says_to_write_is_read(site: SiteFolder) -> None:
    """The positive control: a card made of nothing but what is told to be written."""
    declare(site, SURVEY)
    assert run(site, "governance", "check").exit_code == 1
    found = json.loads(run(site, "governance", "check", "--json").output)
    written = [what["text"] for one in found for what in one["missing"]]
    assert len(written) == 8
    filled = "".join(f"  {text}\n" for text in written)
    filled = filled.replace("https://…", "https://example.org").replace("…", "Ville")
    declare(site, SURVEY.replace("tables:\n", f"governance:\n{filled}tables:\n"))
    assert run(site, "governance", "check").exit_code == 0


def test_a_dataset_of_nobody_is_asked_what_concerns_all(site: SiteFolder) -> None:
    things = SURVEY.replace("about: people", "about: things")
    things = things.replace("role: identifier, protect: drop", "role: open")
    things = things.replace("quasi_identifier", "open").replace("sensitive", "open")
    kept = ("contributor", "privacy", "growth", "turnover")
    text = "".join(f"{line}\n" for line in things.splitlines() if not line.strip().startswith(kept))
    (site.data / "enquete" / "dataset.yaml").write_text(text, encoding="utf-8")
    result = run(site, "governance", "check", "--language", "fr")
    assert result.output.startswith("enquete\u00a0: 5 sur 11 sans réponse\n")
    assert "aucune\u00a0: nul rôle n’est personnel" in result.output
    assert run(site, "people", "inventory").output == "no dataset declares personal data\n"


def test_a_declaration_that_does_not_load_is_told(site: SiteFolder) -> None:
    declare(site, SURVEY.replace("tables:\n", CARD.replace("civic_data_trust", "cooperatif")))
    result = run(site, "governance", "check")
    assert result.exit_code == 3
    assert "governance.model: 'cooperatif' is not one of personal_cloud" in result.output
    assert "did you mean `cooperative`?" in result.output


@pytest.mark.parametrize("command", [("governance", "check"), ("people", "inventory")])
def test_one_that_does_not_load_hides_no_other(site: SiteFolder, command: tuple[str, str]) -> None:
    (site.data / "broken").mkdir()
    (site.data / "broken" / "dataset.yaml").write_text("title: {fr: Rien}\n", encoding="utf-8")
    result = run(site, *command)
    assert result.exit_code == 3
    assert result.stdout.startswith(("enquete: complete\n", "enquete: Essai\n"))
    assert "data/broken/dataset.yaml" in result.stderr
    alone = run(site, *command, "broken")
    assert (alone.exit_code, alone.stdout) == (3, "")


def test_the_register_is_told(site: SiteFolder) -> None:
    result = run(site, "people", "inventory", "--language", "fr")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "enquete\u00a0: Essai",
        "  Responsable du traitement\u00a0: La Ville, dpo@example.org",
        "  Délégué à la protection des données\u00a0: non déclaré",
        "  Personnes concernées\u00a0: personnes de «\u00a0Réponses\u00a0»",
        "  Finalité\u00a0: Savoir.",
        "  Base légale\u00a0: mission d’intérêt public (The council decided so in 2025.)",
        "  Durée de conservation\u00a0: Un an.",
        "  Destinataires\u00a0: qui publie\u202f; L’hébergeur",
        "  Mesures de protection\u00a0: retiré\u202f; 5 personnes au moins par groupe",
        "  Données\u00a0:",
        "    answers.who  who (désigne la personne)  identité  jamais publié\u202f; "
        "qui publie\u202f; L’hébergeur",
        "    answers.age  age  ce que d’autres peuvent savoir  publié tel quel\u202f; "
        "tout le monde",
        "    answers.answer  answer  donnée privée  publié tel quel\u202f; tout le monde",
    ]


def test_it_is_a_table_for_a_spreadsheet_and_a_list_for_programs(site: SiteFolder) -> None:
    before = everything(site)
    rows = [*csv.DictReader(StringIO(run(site, "people", "inventory", "--csv").output))]
    assert [(one["column"], one["seen_by"]) for one in rows] == [
        ("who", "those who publish; The host"), ("age", "everybody"), ("answer", "everybody"),
    ]  # fmt: skip
    [one] = json.loads(run(site, "people", "inventory", "--json").output)
    assert [column["column"] for column in one["columns"]] == ["who", "age", "answer"]
    assert everything(site) == before


def test_counted_columns_are_told_as_counted_and_others_as_private(site: SiteFolder) -> None:
    counted = SURVEY.replace(
        "    privacy:", "    aggregates: {by_age: {by: [age], title: {fr: Par âge}}}\n    privacy:"
    )
    declare(site, counted)
    rows = [*csv.DictReader(StringIO(run(site, "people", "inventory", "--csv").output))]
    assert {one["column"]: one["fate"] for one in rows} == {
        "who": "never published",
        "age": "counted, never row by row",
        "answer": "never published",
    }
    assert {one["purpose"] for one in rows} == {"not declared"}


def test_the_demo_answers_every_question(tmp_path: Path) -> None:
    assert run(SiteFolder(ROOT), "governance", "check").exit_code == 0
