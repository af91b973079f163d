"""People are known by who they are: in other tables, modes, names and datasets of a site."""

import re
import sqlite3
import stat
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from publish.bakehouse.series.people_file import PeopleFile
from publish.bakehouse.series.people_writing import NEXT, commit_people, recover_people
from publish.bakehouse.steps import Outcome
from publish.declare.site import SiteFolder
from publish.release.store import Store
from tests.bakehouse.series.site import SURVEY, answer, make_survey, run
from tests.sites import copied, publish

pytestmark = pytest.mark.slow("publishes whole sites")

RECORDS = "privacy: {k: 5, dominance: 1.0, min_age: 0d, max_suppressed: 1}"
COUNTS = "aggregates:\n      by_age: {by: [age], title: {fr: Par âge}}"
FINER = "aggregates:\n      by_all: {by: [age, answer], title: {fr: Par âge et réponse}}"


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    return copied(tmp_path / "site", records_of_forty)


@pytest.fixture
def counts(tmp_path: Path) -> SiteFolder:
    return copied(tmp_path / "site", counts_of_eighty)


def records_of_forty(root: Path) -> SiteFolder:
    made = make_survey(root, range(40))
    assert run(made, "2026-01-05").version == "1.0.0"
    return made


def counts_of_eighty(root: Path) -> SiteFolder:
    made = make_survey(root, range(80))
    declare(made, SURVEY.replace(RECORDS, COUNTS))
    assert run(made, "2026-01-05").version == "1.0.0"
    return made


def declare(site: SiteFolder, text: str, dataset: str = "enquete") -> None:
    folder = site.data / dataset
    (folder / "exports").mkdir(parents=True, exist_ok=True)
    (folder / "dataset.yaml").write_text(text, encoding="utf-8")


def renamed(*keys: str) -> str:
    lines = "".join(f"    {key}\n" for key in keys)
    return SURVEY.replace("  answers:\n", "  reponses:\n").replace(
        "    about: people\n", f"    about: people\n{lines}"
    )


def blockers(outcome: Outcome) -> list[str]:
    return [str(problem) for problem in outcome.problems if problem.severity == "blocker"]


def codes(outcome: Outcome) -> list[str]:
    return [problem.code for problem in outcome.problems if problem.severity == "blocker"]


def way_out(outcome: Outcome) -> str:
    """The key that the refusal says to write."""
    [problem] = [one for one in outcome.problems if one.severity == "blocker"]
    found = re.search(r"write `([^`]+)`", problem.fix)
    assert found
    return found[1]


def rows(site: SiteFolder, dataset: str, table: str) -> list[tuple[str, ...]]:
    current = Store(site.releases / dataset).current()
    assert current
    with closing(sqlite3.connect(current.database)) as connection:
        return connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()


def answer_as(site: SiteFolder, dataset: str, people: Iterable[int], word: str = "p") -> None:
    lines = [f"{word}{n},{('trente', 'quarante')[n % 2]},{('a', 'b', 'c')[n % 3]}" for n in people]
    path = site.data / dataset / "exports" / "answers.csv"
    path.write_text("\n".join(("who,age,answer", *lines)) + "\n", encoding="utf-8")


def test_a_renamed_table_is_refused_and_then_compared_as_if_it_were_not(site: SiteFolder) -> None:
    before = rows(site, "enquete", "answers")
    declare(site, renamed())
    answer(site, range(41))
    outcome = run(site, "2026-01-12")
    assert blockers(outcome) == [
        "blocker known-people: reponses: 40 of its 41 contributors stand in answers, which was "
        "public: what differs would tell of single people; if this is that table under another "
        "name, write `same_people_as: answers`; or accept it: `fournil new-series enquete --why …`"
    ]
    declare(site, renamed(way_out(outcome)))
    assert run(site, "2026-01-12").status == "published"
    assert rows(site, "enquete", "reponses") == before
    answer(site, range(52))
    assert run(site, "2026-01-19").status == "published"
    assert len(rows(site, "enquete", "reponses")) == 52


def test_a_name_that_no_table_had_is_refused(site: SiteFolder) -> None:
    declare(site, SURVEY, "sondage")
    answer_as(site, "sondage", range(40), "q")
    for name, said in (
        ("answers", []),
        ("sondage.answers", ["known-people"]),
        ("nosuch", ["known-people", "unknown-name"]),
        ("sondage.nosuch", ["known-people", "unknown-name"]),
        ("nosuch.answers", ["known-people", "unknown-name"]),
    ):
        declare(site, renamed(f"same_people_as: {name}"))
        [outcome] = publish(site, "enquete", as_of=date(2026, 1, 12))
        assert codes(outcome) == said
    assert blockers(outcome)[1] == (
        "blocker unknown-name: reponses.same_people_as: no table about people is or was called "
        "`nosuch.answers`; write one that there is (answers), or remove the key"
    )


def test_a_renamed_table_gives_back_who_leaves_too_lonely(site: SiteFolder) -> None:
    before = rows(site, "enquete", "answers")
    declare(site, renamed("same_people_as: answers"))
    answer(site, range(1, 40))
    assert run(site, "2026-01-12").status == "published"
    assert rows(site, "enquete", "reponses") == before


def test_a_table_that_was_away_shows_again_what_its_kept_release_shows(tmp_path: Path) -> None:
    """One person left and one came meanwhile: subtracting tells of neither."""
    made = make_survey(tmp_path / "site", range(40))
    head, table = SURVEY.split("  answers:\n")
    other = f"  autres:\n{table}"
    declare(made, f"{head}  answers:\n{table}{other}")
    assert run(made, "2026-01-05").version == "1.0.0"
    before = rows(made, "enquete", "answers")
    declare(made, f"{head}{other}")
    assert run(made, "2026-01-12").version == "2.0.0"
    declare(made, f"{head}  answers:\n{table}{other}")
    answer(made, range(1, 41))
    assert run(made, "2026-02-02").status == "published"
    assert rows(made, "enquete", "answers") == before


def test_a_count_in_place_of_another_is_refused_until_it_is_declared(counts: SiteFolder) -> None:
    before = rows(counts, "enquete", "answers_by_age")
    declare(counts, SURVEY.replace(RECORDS, COUNTS.replace("by_age", "per_age")))
    answer(counts, range(81))
    outcome = run(counts, "2026-01-12")
    assert codes(outcome) == ["known-people"]
    key = way_out(outcome)
    assert key == "same_people_as: by_age"
    words = COUNTS.replace("by_age", "per_age").replace("by: [age]", f"by: [age], {key}")
    declare(counts, SURVEY.replace(RECORDS, words.replace("as: by_age", "as: by_job")))
    assert blockers(run(counts, "2026-01-12"))[1] == (
        "blocker unknown-name: answers.aggregates.per_age.same_people_as: no table of counts about "
        "people is or was called `by_job`; write one that there is (by_age), or remove the key"
    )
    declare(counts, SURVEY.replace(RECORDS, words))
    assert run(counts, "2026-01-12").status == "published"
    assert rows(counts, "enquete", "answers_per_age") == before


def test_a_finer_count_goes_beside_what_was_public(counts: SiteFolder) -> None:
    declare(counts, SURVEY.replace(RECORDS, FINER))
    assert blockers(run(counts, "2026-01-12")) == [
        "blocker known-people: answers.aggregates.by_all: 80 of its 80 contributors stand in "
        "answers_by_age, which was public: what differs would tell of single people; declare "
        "`by_age` too, or, if this is that one under another name, write `same_people_as: by_age` "
        "in it; or accept it: `fournil new-series enquete --why …`"
    ]
    both = f"{COUNTS}\n{FINER.splitlines()[1]}"
    declare(counts, SURVEY.replace(RECORDS, both))
    assert run(counts, "2026-01-12").status == "published"


@pytest.mark.parametrize(
    ("first", "then", "way"),
    [(RECORDS, COUNTS, "`privacy:`"), (COUNTS, RECORDS, "`aggregates:`")],
)
def test_another_mode_is_refused(tmp_path: Path, first: str, then: str, way: str) -> None:
    made = make_survey(tmp_path / "site", range(40))
    declare(made, SURVEY.replace(RECORDS, first))
    assert run(made, "2026-01-05").version == "1.0.0"
    declare(made, SURVEY.replace(RECORDS, then))
    outcome = run(made, "2026-01-12")
    assert codes(outcome) == ["known-people"]
    assert f"let the table leave as it did, by {way}" in blockers(outcome)[0]
    declare(made, SURVEY.replace(RECORDS, first))
    assert run(made, "2026-01-12").exit_code == 0


@pytest.mark.parametrize("name", ["answers", "reponses"])
def test_people_do_not_become_things(counts: SiteFolder, name: str) -> None:
    """Counts first, then their rows one by one, under the same name or another."""
    things = SURVEY.replace(f"    {RECORDS}\n", "").replace("about: people", "about: things")
    declare(counts, things.replace("  answers:\n", f"  {name}:\n"))
    assert blockers(run(counts, "2026-01-12")) == [
        f"blocker known-people: {name}: answers_by_age was about people, and this would publish "
        "their rows one by one; write `about: people` and let it leave as it did; or accept it: "
        "`fournil new-series enquete --why …`"
    ]


def test_another_dataset_of_the_same_people_is_refused(site: SiteFolder) -> None:
    declare(site, SURVEY, "sondage")
    answer_as(site, "sondage", range(41))
    [outcome] = publish(site, "sondage", as_of=date(2026, 1, 12))
    assert blockers(outcome) == [
        "blocker known-people: answers: 40 of its 41 contributors stand in enquete.answers, which "
        "was public: what differs would tell of single people; if this is that dataset, call its "
        "folder enquete again; if not, publish none of its columns and write `same_people_as: "
        "enquete.answers`; if they are other people, whom the service numbers by itself, write "
        "`other_people: {reviewed: …, why: …, ids: own}`"
    ]
    key = "    about: people\n    same_people_as: enquete.answers\n"
    declare(site, SURVEY.replace("    about: people\n", key), "sondage")
    [outcome] = publish(site, "sondage", as_of=date(2026, 1, 12))
    assert codes(outcome) == ["shared-columns"]
    assert "`age`, `answer` of them too" in blockers(outcome)[0]
    others = SURVEY.replace("    about: people\n", key)
    for old, new in (("age", "metier"), ("answer", "avis")):
        others = others.replace(f"      {old}: {{", f"      {new}: {{from: {old.title()}, ")
    path = site.data / "sondage" / "exports" / "answers.csv"
    rows = path.read_text("utf-8").partition("\n")[2]
    path.write_text(f"who,Age,Answer\n{rows}", "utf-8")
    declare(site, others, "sondage")
    [outcome] = publish(site, "sondage", as_of=date(2026, 1, 12))
    assert codes(outcome) == ["shared-columns"]
    assert "published `metier`, `avis` of them too" in blockers(outcome)[0]
    declare(site, others.replace("Age", "Job").replace("Answer", "Opinion"), "sondage")
    path.write_text(f"who,Job,Opinion\n{rows}", "utf-8")
    [outcome] = publish(site, "sondage", as_of=date(2026, 1, 12))
    assert (outcome.status, outcome.version) == ("published", "1.0.0")


SAID = "other_people: {reviewed: 2026-01-01, why: another town asked its own people}"


def test_that_they_are_others_is_measured(site: SiteFolder) -> None:
    text = SURVEY.replace("    about: people\n", f"    about: people\n    {SAID}\n")
    declare(site, text, "sondage")
    answer_as(site, "sondage", range(20, 60))
    [outcome] = publish(site, "sondage", as_of=date(2026, 1, 12))
    assert codes(outcome) == ["same-people"]
    assert "but 20 of its 40 contributors stand in enquete.answers" in blockers(outcome)[0]
    declare(site, text.replace("people}", "people, ids: own}"), "sondage")
    [outcome] = publish(site, "sondage", as_of=date(2026, 1, 12))
    assert outcome.status == "published"


def test_addresses_are_nobodys_own_numbers(tmp_path: Path) -> None:
    made = make_survey(tmp_path / "site", range(40))
    declare(made, SURVEY.replace("answers.csv", "*.csv"))
    (made.data / "enquete" / "exports" / "answers.csv").unlink()
    for dataset in ("enquete", "sondage"):
        text = SURVEY.replace(
            "    about: people\n",
            f"    about: people\n    {SAID.replace('}', ', ids: own}')}\n",
        )
        declare(made, text, dataset)
        answer_as(made, dataset, range(40), "ada@example.org+")
    lines = (made.data / "sondage" / "exports" / "answers.csv").read_text("utf-8")
    for dataset in ("enquete", "sondage"):
        path = made.data / dataset / "exports" / "answers.csv"
        path.write_text(re.sub(r"ada@example.org\+(\d+)", r"p\1@example.org", lines), "utf-8")
    first, second = publish(made, "enquete", "sondage", as_of=date(2026, 1, 12))
    assert (first.status, codes(second)) == ("published", ["same-people"])


def test_others_are_published_without_a_word(site: SiteFolder) -> None:
    declare(site, SURVEY, "sondage")
    answer_as(site, "sondage", range(40), "q")
    [outcome] = publish(site, "sondage", as_of=date(2026, 1, 12))
    assert outcome.status == "published"


def test_ids_that_are_new_each_time_are_refused(site: SiteFolder) -> None:
    declare(site, SURVEY.replace("    turnover: {max: 1}\n", ""))
    answer(site, range(100, 140))
    assert blockers(run(site, "2026-01-12"))[-1] == (
        "blocker other-contributors: answers: 0 of its 40 contributors were ever in an export, "
        "which had 40 at the last release: more than 50% are others, so that nobody is known "
        "again; give each person the same id in every export; where these really are other "
        "people, raise `turnover: {max: …}` for this once"
    )
    declare(site, SURVEY)
    assert run(site, "2026-01-12").exit_code == 0


def test_releases_made_before_are_perhaps_of_the_same_people(site: SiteFolder) -> None:
    for name in ("people.db", "people.key"):
        (site.private / name).unlink()
    declare(site, SURVEY, "sondage")
    answer_as(site, "sondage", range(40), "q")
    [outcome] = publish(site, "sondage", as_of=date(2026, 1, 12))
    assert codes(outcome) == ["known-people"]
    assert "its people may be those of enquete.answers" in blockers(outcome)[0]
    # The next run of the other dataset tells who its people are.
    assert publish(site, "enquete", as_of=date(2026, 1, 12))[0].status == "unchanged"
    [outcome] = publish(site, "sondage", as_of=date(2026, 1, 12))
    assert outcome.status == "published"


def test_the_file_is_private_and_holds_no_contributor(site: SiteFolder) -> None:
    for name in ("people.db", "people.key"):
        assert stat.S_IMODE((site.private / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(site.private.stat().st_mode) == 0o700
    [part] = PeopleFile(site.private).parts()
    assert (part.dataset, part.name, part.mode) == ("enquete", "answers", "records")
    assert part.columns == {"age", "answer"}
    assert PeopleFile(site.private).populations() == {("enquete", "answers"): (1, 40)}


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        ("people.db", "people.db: gone, while its key is there"),
        ("people.key", "people.key: gone; put it back"),
    ],
)
def test_half_of_it_lost_is_refused(site: SiteFolder, lost: str, said: str) -> None:
    (site.private / lost).unlink()
    answer(site, range(60))
    outcome = run(site, "2026-01-12")
    assert (outcome.status, said in outcome.message) == ("refused", True)


def test_another_key_is_refused(site: SiteFolder) -> None:
    (site.private / "people.key").write_text("ab" * 32 + "\n")
    answer(site, range(60))
    assert "nobody would be known again" in run(site, "2026-01-12").message


def test_people_and_release_are_both_or_none(site: SiteFolder) -> None:
    """A file made ready for a release counts if that release was published."""
    ready = site.private / NEXT
    (site.private / "people.db").rename(ready)
    recover_people(site.private, site.releases)
    assert (PeopleFile(site.private).exists, ready.exists()) == (True, False)
    (site.private / "people.db").rename(ready)
    with closing(sqlite3.connect(ready)) as connection, connection:
        connection.execute(
            'UPDATE facts SET value = \'["enquete", "9.0.0", ""]\' WHERE name = \'release\''
        )
    recover_people(site.private, site.releases)
    assert (PeopleFile(site.private).exists, ready.exists()) == (False, False)
    commit_people(site.private)
    assert not PeopleFile(site.private).exists
