"""Two tables of one dataset about the same people, published together from the first day."""

import json
from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
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


def test_counts_beside_records_tell_who_is_in_no_record(tmp_path: Path) -> None:
    """One centenarian: her class is too small for records, and by_answer counts her answer."""
    site = two(tmp_path, RECORDS, BY_ANSWER)
    tell(site, "p99,cent,non")
    assert blockers(run(site, "2026-01-05")) == [
        "blocker tables-apart: others.aggregates.by_answer: 1 of its numbers differ from those of "
        "the records in answers by few people, or by people who answer alike: who is in no record "
        "is told by subtraction; count over other columns, or publish one of the two; or accept "
        "it: `fournil new-series enquete --why …`"
    ]
    tell(site)
    assert run(site, "2026-01-05").version == "1.0.0"


def test_who_is_in_no_record_does_not_answer_alike(tmp_path: Path) -> None:
    """Eight centenarians are enough people; that all say no is told unless `l` is asked for."""
    guarded = RECORDS.replace("k: 5", "k: 11, l: {answer: 2}")
    site = two(tmp_path, guarded, BY_ANSWER)
    tell(site, *(f"p9{n},cent,non" for n in range(8)))
    [problem] = blockers(run(site, "2026-01-05"))
    assert problem.startswith("blocker tables-apart: others.aggregates.by_answer: 1 of its numbers")


def test_later_weeks_tell_the_maintainer_alone(tmp_path: Path) -> None:
    site = two(tmp_path, RECORDS, BY_ANSWER)
    tell(site)
    run(site, "2026-01-05")
    tell(site, *(f"n{n},{'cent' if n < 3 else 'trente'},{ANSWERS[n % 3]}" for n in range(60)))
    outcome = run(site, "2026-01-12")
    assert (outcome.status, [one.code for one in outcome.problems][-1]) == (
        "published",
        "tables-apart",
    )
    report = json.loads((site.releases / "enquete/current/report.json").read_text())
    assert "tables-apart" not in {one["code"] for one in report["warnings"]}
