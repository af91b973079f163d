"""What `fournil new` asks, answered by a script: questions, proposals, the way back."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from publish.bakehouse.draft import ask_for_dataset
from publish.bakehouse.draft.dialogue import Back, Choice, Dialogue, Question, Unfit, held
from publish.bakehouse.dry_run import findings_of
from publish.declare.site import SiteFolder
from publish.errors import DeclarationError
from publish.progress import Silent
from tests.sites import METADATA

DAY = date(2026, 11, 30)
BACK = "<"


def scripted(answers: Sequence[str], asked: list[str]) -> Callable[[Question], str]:
    """Answers in their order, then Enter; `asked` learns the questions."""
    waiting: Iterator[str] = iter(answers)

    def ask(question: Question) -> str:
        asked.append(question.text)
        answer = next(waiting, "")
        if answer == BACK:
            raise Back
        return question.answer(answer)

    return ask


def three() -> Dialogue[list[str]]:
    first = yield Question("first")
    second = yield Question(f"second after {first}")
    third = yield Question("third")
    return [first, second, third]


def test_a_dialogue_comes_to_its_answers() -> None:
    assert held(three, scripted("abc", [])) == ["a", "b", "c"]


def test_back_asks_the_one_before_and_what_follows_knows() -> None:
    asked: list[str] = []
    assert held(three, scripted(["a", BACK, "x", "y", "z"], asked)) == ["x", "y", "z"]
    assert asked == ["first", "second after a", "first", "second after x", "third"]


def test_back_before_the_first_question_asks_it_again() -> None:
    assert held(three, scripted([BACK, "a", "b", "c"], [])) == ["a", "b", "c"]


@pytest.mark.parametrize("typed", ["y", "Yes", " Y "])
def test_a_choice_is_known_by_its_key_or_its_word(typed: str) -> None:
    assert Question("?", choices=(Choice("y", "yes"), Choice("n", "no"))).answer(typed) == "y"


def test_what_answers_nothing_is_told_what_would() -> None:
    with pytest.raises(Unfit, match="type one of y, n"):
        Question("?", choices=(Choice("y", "yes"), Choice("n", "no"))).answer("perhaps")
    with pytest.raises(Unfit, match="this is needed"):
        Question("?").answer(" ")
    assert Question("?", needed=False).answer("") == ""


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    made = SiteFolder(tmp_path / "site")
    made.data.mkdir(parents=True)
    (made.root / "metadata.yaml").write_text(METADATA, encoding="utf-8")
    return made


def asking(site: SiteFolder, file: Path, *answers: str) -> list[str]:
    asked: list[str] = []
    ask_for_dataset(site, [file], None, scripted(answers, asked), DAY)
    return asked


GOOGLE = "Horodateur;Que pensez-vous du bus ?;Une remarque à faire ?\n"
DATASET = ("",) * 7


def survey(folder: Path) -> Path:
    path = folder / "bus.csv"
    rows = (f"2026-05-{n % 28 + 1:02} 10:00;{('Bien', 'Mal')[n % 2]};Mot {n}\n" for n in range(60))
    path.write_text(GOOGLE + "".join(rows), encoding="utf-8")
    return path


def test_a_survey_that_names_nobody_is_counted_once_a_person_says_so(
    site: SiteFolder, tmp_path: Path
) -> None:
    asked = asking(site, survey(tmp_path), *DATASET, "", "*", "=", "", "Ada")
    assert asked[7:] == [
        "Table bus: is a row about a thing, or about a person?",
        "Column 1 of 3, 'Horodateur': what could it reveal of someone?",
        "Who is behind a row? People are counted, never rows",
        "Publish how many people there are by que_pensez_vous_du_bus?",
        "Your name, as who read these roles and answers for them for a year",
        "Copy bus.csv to where the declaration reads it?",
    ]
    table = site.dataset("bus").tables["bus"]
    assert table.one_row_per_person and table.one_row_per_person.reviewed == DAY
    assert [one.by for one in table.aggregates.values()] == [("que_pensez_vous_du_bus",)]
    assert findings_of(site, "bus", DAY, Silent()).exit_code == 0


def test_a_survey_of_which_nobody_knows_who_answered_is_refused(
    site: SiteFolder, tmp_path: Path
) -> None:
    asking(site, survey(tmp_path), *DATASET, "", "*")
    [first, *_] = findings_of(site, "bus", DAY, Silent()).found
    assert "contributor: missing; name the column" in first.what


def test_a_column_that_is_left_out_is_used_nowhere(site: SiteFolder, tmp_path: Path) -> None:
    path = tmp_path / "lieux.csv"
    path.write_text("id,nom,lat,lon\n1,Gare,45.1,5.7\n2,Pont,45.2,5.8\n", encoding="utf-8")
    asking(site, path, *DATASET, "", "x", "x", "x")
    table = site.dataset("lieux").tables["lieux"]
    assert (list(table.published), table.primary_key, table.browse.map) == (["lon"], (), None)


@pytest.fixture
def asking_site(site: SiteFolder) -> SiteFolder:
    """A site that asks every table about people for its basis, as new ones do."""
    (site.root / "metadata.yaml").write_text(f"{METADATA}basis: required\n", encoding="utf-8")
    return site


def test_a_site_that_requires_a_basis_is_asked_for_it(
    asking_site: SiteFolder, tmp_path: Path
) -> None:
    why = "The town wants to know what its buses are worth"
    answers = (*DATASET, "", "*", "=", "", "legitimate_interests", why, "Ada")
    asked = asking(asking_site, survey(tmp_path), *answers)
    assert asked[11:13] == [
        "On what basis are these rows about people used and published?",
        "What does that rest on? The words agreed to, the contract, the text of law",
    ]
    basis = asking_site.dataset("bus").tables["bus"].basis
    assert basis and (basis.kind, basis.why) == ("legitimate_interests", why)
    assert findings_of(asking_site, "bus", DAY, Silent()).exit_code == 0


def test_a_basis_left_open_is_refused_at_the_gate(asking_site: SiteFolder, tmp_path: Path) -> None:
    asked = asking(asking_site, survey(tmp_path), *DATASET, "", "*", "=", "", "", "Ada")
    assert "What does that rest on?" not in " ".join(asked)
    found = findings_of(asking_site, "bus", DAY, Silent())
    assert found.exit_code == 1
    assert "blocker missing-basis: bus: " in str(found)


def test_a_consent_is_told_by_one_of_the_columns(asking_site: SiteFolder, tmp_path: Path) -> None:
    answers = (*DATASET, "", "*", "=", "", "consent", "", "A box on the form", "Ada")
    asked = asking(asking_site, survey(tmp_path), *answers)
    assert "Which column tells who agreed?" in asked
    basis = asking_site.dataset("bus").tables["bus"].basis
    assert basis and basis.column == "horodateur"


def test_swapped_degrees_are_told_and_taken_for_what_they_are(
    site: SiteFolder, tmp_path: Path
) -> None:
    path = tmp_path / "lieux.csv"
    path.write_text("id,Ylat,Xlong\n1,5.72,45.18\n2,5.3,46.1\n", encoding="utf-8")
    asking(site, path)
    table = site.dataset("lieux").tables["lieux"]
    assert table.browse.map == ("xlong", "ylat")
    text = (site.data / "lieux" / "dataset.yaml").read_text("utf-8")
    assert "# xlong holds latitudes and ylat longitudes: taken for what they hold;" in text


@pytest.mark.parametrize(("answer", "linked"), [("y", ["ligne"]), ("n", [])])
def test_what_points_to_another_table_is_asked(
    site: SiteFolder, tmp_path: Path, answer: str, linked: list[str]
) -> None:
    rows = {"lignes": "id;nom\nL1;Gare\nL2;Pont\n", "courses": "ligne;heure\nL1;8\nL1;9\nL2;8\n"}
    files = [tmp_path / f"{name}.csv" for name in rows]
    for file in files:
        file.write_text(rows[file.stem], encoding="utf-8")
    asked: list[str] = []
    tables = ("", "", "*") * 2
    ask = scripted((*DATASET, *tables, answer), asked)
    ask_for_dataset(site, files, "bus", ask, DAY)
    assert "Does courses.ligne name a row of lignes?" in asked
    assert asked[-1] == "Copy lignes.csv, courses.csv to where the declaration reads it?"
    dataset = site.dataset("bus")
    assert dataset.title.fr == "Bus"
    assert [key.columns[0] for key in dataset.tables["courses"].foreign_keys] == linked
    assert findings_of(site, "bus", DAY, Silent()).exit_code == 0


def test_no_table_kept_writes_nothing(site: SiteFolder, tmp_path: Path) -> None:
    path = tmp_path / "deux.json"
    rows = '[{"x": 1, "y": 2}, {"x": 3, "y": 4}]'
    path.write_text(f'{{"a": {rows}, "b": {rows}}}', encoding="utf-8")
    with pytest.raises(DeclarationError, match="no table is kept; answer y for one"):
        asking(site, path, *DATASET, "n", "n")
    assert list(site.data.iterdir()) == []
