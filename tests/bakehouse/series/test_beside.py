"""Two tables of one dataset about the same people, published together from the first day."""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from publish.bakehouse.series.new_series import request_new_series
from publish.bakehouse.series.union import Union
from publish.bakehouse.series.unknowns import Numbers
from publish.declare.site import SiteFolder
from publish.release.report import sentences
from tests.bakehouse.series.site import SURVEY, make_survey, run
from tests.bakehouse.series.test_people import COUNTS, RECORDS, blockers, declare, rows

pytestmark = pytest.mark.slow("publishes whole sites")

ANSWERS = ("oui", "non", "peut-être")
AT_ONCE = "privacy: {k: 5, min_age: 0d, max_suppressed: 1}\n    "
BY_ANSWER = f"{AT_ONCE}aggregates:\n      by_answer: {{by: [answer], title: {{fr: Par réponse}}}}"


def table(name: str, mode: str) -> str:
    _, _, text = SURVEY.partition("  answers:\n")
    return f"  {name}:\n{text.replace(RECORDS, mode)}"


def two(root: Path, one: str, other: str) -> SiteFolder:
    site = make_survey(root, range(40))
    declare(site, SURVEY.replace(RECORDS, one) + table("others", other))
    return site


def tell(site: SiteFolder, *rows: str) -> None:
    many = [f"p{n},{('trente', 'quarante')[n % 2]},{ANSWERS[n % 3]}" for n in range(60)]
    path = site.data / "enquete/exports/answers.csv"
    path.write_text("\n".join(("who,age,answer", *many, *rows)) + "\n", encoding="utf-8")


def counted(site: SiteFolder) -> dict[str, int]:
    found = rows(site, "enquete", "others_by_answer")
    return {answer: int(people) for answer, people in found}


def said(site: SiteFolder) -> tuple[str, ...]:
    report = json.loads((site.releases / "enquete/current/report.json").read_text())
    [others] = [table for table in report["tables"] if table["name"] == "others"]
    return sentences(others, "en")


def test_counts_of_the_same_people_in_two_tables_are_refused(tmp_path: Path) -> None:
    """By the total in one, the 2 that the other hides beside 14 and 15 would be known."""
    finer = f"{AT_ONCE}aggregates:\n      by_all: {{by: [age, answer], title: {{fr: Par deux}}}}"
    site = two(tmp_path, COUNTS, finer)
    assert blockers(run(site, "2026-01-05")) == [
        "blocker shared-columns: others.aggregates.by_all: answers.aggregates.by_age publishes "
        "`age` of the same people, and one would tell what the other hides; declare all of them as "
        "`aggregates:` of one table, or count over other columns; or accept it: "
        "`fournil new-series enquete --why …`"
    ]
    other = COUNTS.replace("by_age: {by: [age]", "by_answer: {by: [answer]")
    declare(site, SURVEY.replace(RECORDS, COUNTS) + table("others", other))
    assert run(site, "2026-01-05").version == "1.0.0"


def test_populations_that_differ_by_one_person_are_refused(tmp_path: Path) -> None:
    site = two(tmp_path, COUNTS, COUNTS)
    text = (site.data / "enquete/dataset.yaml").read_text(encoding="utf-8")
    head, _, tail = text.partition("  others:\n")
    fewer = tail.replace("exports/answers.csv", "exports/fewer.csv")
    declare(site, f"{head}  others:\n{fewer}")
    folder = site.data / "enquete/exports"
    lines = (folder / "answers.csv").read_text(encoding="utf-8").splitlines()
    (folder / "fewer.csv").write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    [problem] = blockers(run(site, "2026-01-05"))
    assert problem.startswith("blocker shared-columns: others.aggregates.by_age: ")


def test_the_same_records_twice_tell_no_more_than_once(tmp_path: Path) -> None:
    site = two(tmp_path, RECORDS, RECORDS)
    assert run(site, "2026-01-05").version == "1.0.0"
    assert rows(site, "enquete", "answers") == rows(site, "enquete", "others") != []


def test_the_same_records_in_other_classes_are_refused(tmp_path: Path) -> None:
    site = two(tmp_path, RECORDS, RECORDS.replace("k: 5", "k: 6"))
    assert blockers(run(site, "2026-01-05")) == [
        "blocker shared-columns: others: answers publishes `age`, `answer` of the same people, and "
        "one would tell what the other hides; add `protect: drop` there; or accept it: "
        "`fournil new-series enquete --why …`"
    ]


def test_counts_beside_records_count_whom_these_show(tmp_path: Path) -> None:
    """One centenarian: her class is too small for records, and by_answer would tell her answer."""
    site = two(tmp_path, RECORDS, BY_ANSWER)
    tell(site, "p99,cent,non")
    assert run(site, "2026-01-05").version == "1.0.0"
    assert counted(site) == dict.fromkeys(ANSWERS, 20)
    assert "Only people who are also in answers are counted." in said(site)
    assert {age for age, _ in rows(site, "enquete", "answers")} == {"trente", "quarante"}


def test_who_answers_alike_is_in_both_or_in_none(tmp_path: Path) -> None:
    """Eight centenarians who all say no are in no record where `l` is asked for."""
    guarded = RECORDS.replace("k: 5", "k: 5, l: {answer: 2}")
    site = two(tmp_path, guarded, BY_ANSWER)
    tell(site, *(f"p9{n},cent,non" for n in range(8)))
    assert run(site, "2026-01-05").version == "1.0.0"
    assert counted(site) == dict.fromkeys(ANSWERS, 20)


def test_a_column_in_two_forms_is_refused(tmp_path: Path) -> None:
    site = two(tmp_path, RECORDS, BY_ANSWER)
    text = (site.data / "enquete/dataset.yaml").read_text(encoding="utf-8")
    head, _, tail = text.rpartition("role: sensitive")
    declare(site, f"{head}role: sensitive, protect: {{prefix: {{length: 1}}}}{tail}")
    assert blockers(run(site, "2026-01-05")) == [
        "blocker tables-apart: others.aggregates.by_answer: answers publishes `answer` of the same "
        "people in another form; read and protect these columns alike in both, or count over other "
        "columns, or publish one of the two; or accept it: `fournil new-series enquete --why …`"
    ]


def counted_alone(site: SiteFolder) -> str:
    """A release of counts that show only whom the records show; how it is declared."""
    tell(site, "p99,cent,non")
    assert run(site, "2026-01-05").version == "1.0.0"
    return (site.data / "enquete/dataset.yaml").read_text(encoding="utf-8")


def without_records(text: str) -> str:
    return text.replace(text[text.index("  answers:\n") : text.index("  others:\n")], "")


def in_another_form(text: str) -> str:
    head, _, tail = text.rpartition("role: sensitive")
    return f"{head}role: sensitive, protect: {{prefix: {{length: 9}}}}{tail}"


def said_to_be_others(text: str) -> str:
    return f"{text}    {OTHER}\n"


@pytest.mark.parametrize("change", [without_records, in_another_form, said_to_be_others])
def test_counts_beside_records_never_count_others_later(
    tmp_path: Path, change: Callable[[str], str]
) -> None:
    """The centenarian would be one more `non` than in the records of the week before."""
    site = two(tmp_path, RECORDS, BY_ANSWER)
    text = counted_alone(site)
    declare(site, change(text))
    assert blockers(run(site, "2026-01-12")) == [
        "blocker tables-apart: others.aggregates.by_answer: it counted only whom answers showed, "
        "and would count others too: its numbers, less those records, would tell of who is in "
        "none; let answers leave with the columns that both had, read and protected alike in "
        "both, and without `other_people`; or accept it: `fournil new-series enquete --why …`"
    ]
    declare(site, text)
    assert run(site, "2026-01-12").exit_code == 0
    declare(site, change(text))
    request_new_series(site, "enquete", "everybody is counted", date(2026, 1, 19))
    assert run(site, "2026-01-19").version == "2.0.0"
    assert counted(site) == {"non": 21, "oui": 20, "peut-être": 20}
    tell(site, "p99,cent,non", *(f"p9{n},trente,oui" for n in range(9)))
    assert run(site, "2026-01-26").status == "published"


def test_a_column_in_one_form_more_is_still_that_of_both(tmp_path: Path) -> None:
    site = two(tmp_path, RECORDS, f"{AT_ONCE}{COUNTS}")
    coarser = (
        "      first: {type: string, from: age, role: quasi_identifier, "
        "protect: {prefix: {length: 1}}, description: {fr: Âge}}\n"
    )
    text = (site.data / "enquete/dataset.yaml").read_text(encoding="utf-8")
    declare(site, text.replace("  others:\n", f"{coarser}  others:\n"))
    assert blockers(run(site, "2026-01-05")) == []
    assert dict(rows(site, "enquete", "others_by_age")) == {"quarante": 20, "trente": 20}


OTHER = "other_people: {reviewed: 2026-01-05, why: Une autre enquête}"


def test_counts_beside_records_of_others_say_so(tmp_path: Path) -> None:
    """Two people answered both surveys: nobody else would be counted."""
    mode = BY_ANSWER.replace("k: 5", "k: 11").replace("max_suppressed: 1", "max_suppressed: 0.5")
    site = two(tmp_path, RECORDS, mode)
    text = (site.data / "enquete/dataset.yaml").read_text(encoding="utf-8")
    head, _, tail = text.partition("  others:\n")
    declare(site, f"{head}  others:\n{tail.replace('exports/answers', 'exports/others')}")
    lines = ["who,age,answer", *(f"q{n},trente,{ANSWERS[n % 3]}" for n in range(60))]
    path = site.data / "enquete/exports/others.csv"
    path.write_text("\n".join((*lines, "p1,trente,oui", "p2,trente,oui", "")), encoding="utf-8")
    assert blockers(run(site, "2026-01-05"))[1:] == [
        "blocker tables-apart: others.aggregates.by_answer: 60 of its 62 people are not in "
        "answers, and counts beside records of the same columns count whom these show; count over "
        "other columns, or publish one of the two; if they are other people, write "
        "`other_people: {reviewed: …, why: …}`; or accept it: `fournil new-series enquete --why …`"
    ]
    declare(site, (site.data / "enquete/dataset.yaml").read_text() + f"    {OTHER}\n")
    assert blockers(run(site, "2026-01-05")) == []
    assert counted(site) == {"non": 20, "oui": 22, "peut-être": 20}


def test_who_is_said_to_be_others_is_counted(tmp_path: Path) -> None:
    site = two(tmp_path, RECORDS, f"{BY_ANSWER}\n    {OTHER}")
    assert blockers(run(site, "2026-01-05")) == [
        "blocker tables-apart: others.aggregates.by_answer: `other_people` says that these are "
        "others, but 40 of its people stand in answers; remove `other_people`; or accept it: "
        "`fournil new-series enquete --why …`"
    ]


def weeks(site: SiteFolder, number: int) -> Iterator[None]:
    """A town's survey in which people come, go and move, published once a week."""
    chance, people = random.Random(1), {n: _person(n) for n in range(200)}
    for week in range(number):
        lines = [f"p{n},{age},{answer}" for n, (age, answer) in people.items()]
        path = site.data / "enquete/exports/answers.csv"
        path.write_text("\n".join(("who,age,answer", *lines)) + "\n", encoding="utf-8")
        day = date(2026, 1, 5) + timedelta(weeks=week)
        assert run(site, day.isoformat()).status in ("published", "unchanged")
        yield
        for one in chance.sample(sorted(people), 8):
            del people[one]
        for one in chance.sample(sorted(people), 4):
            people[one] = (chance.choice(AGES), people[one][1])
        people |= {n: _person(n) for n in range(200 + 20 * week, 220 + 20 * week)}


AGES = ("vingt", "trente", "quarante", "cent")


def _person(number: int) -> tuple[str, str]:
    chance = random.Random(number)
    return chance.choices(AGES, [9, 9, 9, 1])[0], chance.choices(ANSWERS, [6, 5, 1])[0]


def told_by_subtraction(site: SiteFolder, number: int) -> tuple[int, int]:
    """How many numbers moved in some weeks, and how many of them then differed from the records by
    1 to 4 people: who is in one and not in the other."""
    moved, few, last = 0, 0, dict[str, int]()
    for _ in weeks(site, number):
        now = counted(site)
        records = Counter(answer for _, answer in rows(site, "enquete", "answers"))
        changed = [answer for answer, people in now.items() if last.get(answer) != people]
        moved += len(changed)
        few += sum(0 < abs(now[answer] - records[answer]) < 5 for answer in changed)
        last = now
    return moved, few


def test_no_week_tells_who_is_in_no_record(tmp_path: Path) -> None:
    moved, few = told_by_subtraction(two(tmp_path, RECORDS, BY_ANSWER), 8)
    assert (moved > 3, few) == (True, 0)


def test_counts_of_everyone_tell_who_is_in_no_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same weeks, in which counts know nothing of the records beside them."""
    apart = "publish.bakehouse.steps.tables.beside_records"
    monkeypatch.setattr(apart, lambda recoded, declared, left: recoded)
    _, few = told_by_subtraction(two(tmp_path, RECORDS, BY_ANSWER), 4)
    assert few >= 3


BY_AGE_AND_ANSWER = BY_ANSWER.replace("[answer]", "[age, answer]")


def told_by_totals(site: SiteFolder) -> list[int]:
    """The numbers hidden alone of an age, where the records tell how many people it has."""
    lines = [f"q{n},{','.join(cell)}" for n, cell in enumerate(SMALL * 2 + LARGE * 30)]
    path = site.data / "enquete/exports/answers.csv"
    path.write_text("\n".join(("who,age,answer", *lines, "")), encoding="utf-8")
    assert run(site, "2026-01-05").version == "1.0.0"
    _, *ages = (site.releases / "enquete/current/answers.csv").read_text().split()
    people, hidden = Counter(ages), {*SMALL, *LARGE}
    for age, answer, number in rows(site, "enquete", "others_by_answer"):
        people[age] -= int(number)
        hidden.remove((age, answer))
    cells = Counter(age for age, _ in hidden)
    return sorted(people[age] for age, number in cells.items() if number == 1)


LARGE = [(age, answer) for age in ("trente", "quarante") for answer in ("oui", "non")]
SMALL = [("trente", "peut-être"), *[("quarante", "peut-être")] * 3]


def of_ages(root: Path) -> SiteFolder:
    """Counts by age and answer beside records with the age, and no answer."""
    site = two(root, RECORDS, BY_AGE_AND_ANSWER)
    text = (site.data / "enquete/dataset.yaml").read_text(encoding="utf-8")
    declare(site, text.replace("role: sensitive", "role: sensitive, protect: drop", 1))
    return site


def test_totals_of_records_tell_no_hidden_number(tmp_path: Path) -> None:
    """2 of 62, and 6 of 66, hidden beside the 2 where nobody knows the 62."""
    assert told_by_totals(of_ages(tmp_path)) == []


def test_totals_of_records_tell_one_where_nobody_reckons_with_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def alone(found: Numbers, *_: object) -> Union:
        return found.union

    monkeypatch.setattr("publish.bakehouse.series.numbers.with_totals", alone)
    assert told_by_totals(of_ages(tmp_path)) == [2, 6]
