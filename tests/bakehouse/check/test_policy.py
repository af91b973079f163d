"""What the gate says of a policy: reviews that hold, contributors that nobody can follow."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from publish.bakehouse.check.contributors import (
    fine_edit_time,
    ladder_gap,
    published_contributor,
    raw_quasi_identifier,
    sensitive_thing,
)
from publish.bakehouse.check.inspection import Inspection, TableRun
from publish.bakehouse.check.review import published_free_text, reviewed
from publish.bakehouse.engine import Workspace
from publish.bakehouse.modes.protected import Protected
from publish.bakehouse.shape import Shaped, shape
from publish.declare.declaration import Dataset, Table
from publish.errors import Problem
from tests.bakehouse.check.test_rows import DATASET
from tests.sites import DAY
from tests.tables import Row, bench, column, export, source, table

REVIEW = {"by": "Ada Martin", "on": date(2026, 11, 1), "until": date(2027, 11, 1)}
PEOPLE: dict[str, Any] = {"about": "people", "contributor": "who", "privacy": {}}
WHO = column(role="identifier", protect="drop")


def inspection(of: Table, shaped: Any = None, folder: Path = Path(), **declared: Any) -> Inspection:
    """A dataset of one table, `rows`, before its gate."""
    dataset = Dataset.model_validate(DATASET | {"tables": {"rows": of}} | declared)
    return Inspection("lieux", dataset, {"rows": TableRun("rows", of, shaped, Protected(()))}, DAY,
                      folder=folder)  # fmt: skip


def told(problems: Any) -> list[str]:
    return [str(problem) for problem in problems]


def columns(**given: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: dict(one) for name, one in given.items()}


def test_open_columns_about_things_need_no_review() -> None:
    assert told(reviewed(inspection(table(columns(id=column()))))) == []


def test_columns_that_are_held_back_ask_for_a_review() -> None:
    assert told(reviewed(inspection(table(columns(id=column(), who=WHO))))) == [
        "warning missing-review: lieux: nobody has signed that this policy was read; read every "
        "role and technique, then add `reviewed: {by: …, on: …, until: …}`"
    ]


@pytest.mark.parametrize(
    "of",
    [
        table(columns(id=column(), who=WHO), **PEOPLE),
        table(columns(id=column(), note=column(role="free_text"))),
    ],
)
def test_people_and_what_is_not_open_need_a_review(of: Table) -> None:
    [problem] = reviewed(inspection(of))
    assert (problem.code, problem.severity) == ("missing-review", "blocker")
    assert told(reviewed(inspection(of, reviewed=REVIEW))) == []


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (date(2026, 11, 21), []),
        (date(2026, 11, 20), [
            "warning expired-review: lieux: the review held until 2026-11-20; nothing is published "
            "after 2026-12-18; read the policy again and renew `reviewed:`"
        ]),
        (date(2026, 10, 24), [
            "warning expired-review: lieux: the review held until 2026-10-24; nothing is published "
            "after 2026-11-21; read the policy again and renew `reviewed:`"
        ]),
        (date(2026, 10, 23), [
            "blocker expired-review: lieux: the review held until 2026-10-23; read the policy "
            "again and renew `reviewed:`"
        ]),
    ],
)  # fmt: skip
def test_a_review_expires_after_four_weeks_of_grace(until: date, said: list[str]) -> None:
    review = REVIEW | {"on": date(2026, 1, 1), "until": until}
    assert told(reviewed(inspection(table(columns(id=column())), reviewed=review))) == said


def test_a_review_to_come_is_refused() -> None:
    review = REVIEW | {"on": date(2026, 11, 22)}
    assert told(reviewed(inspection(table(columns(id=column())), reviewed=review))) == [
        "blocker future-review: lieux, reviewed: dated 2026-11-22, which is to come; correct the "
        "date"
    ]


@pytest.mark.parametrize("key", ["series_key", "other_people"])
def test_a_decision_to_come_is_refused(key: str) -> None:
    who = column(protect="pseudonymise")
    for day, said in (
        (DAY, []),
        (
            date(2026, 11, 22),
            [
                f"blocker future-review: rows, {key}: dated 2026-11-22, which is to come; correct "
                "the date"
            ],
        ),
    ):
        decided = {key: {"reviewed": day, "why": "Another town asked its own people."}}
        of = table(columns(id=column(), who=who), **PEOPLE, **decided)
        assert told(reviewed(inspection(of, reviewed=REVIEW))) == said


def test_free_text_leaves_once_it_was_read() -> None:
    note = column(role="free_text")
    assert told(published_free_text(inspection(table(columns(note=note))))) == [
        "blocker published-free-text: rows.note: people may have written anything here; add "
        "`protect: drop`, or read a sample and say so: `review: {by: …, on: …, sample: …}`"
    ]
    read = note | {"review": {"by": "Ada", "on": date(2026, 11, 1), "sample": 200}}
    assert told(published_free_text(inspection(table(columns(note=read))))) == []
    dropped = note | {"protect": "drop"}
    assert told(published_free_text(inspection(table(columns(note=dropped))))) == []
    later = note | {"review": {"by": "Ada", "on": date(2026, 12, 1), "sample": 200}}
    [problem] = published_free_text(inspection(table(columns(note=later))))
    assert problem.code == "future-review"


def test_free_text_that_people_agreed_to_is_theirs_to_show() -> None:
    named = {"consent": "agreed", "covers": ("note",), "why": "They asked to be listed."}
    of = table(
        columns(who=WHO, agreed=column("date"), note=column(role="free_text")),
        about="people", contributor="who", named=named,
    )  # fmt: skip
    assert told(published_free_text(inspection(of))) == []


@pytest.mark.parametrize("protect", [None, "pseudonymise", {"prefix": {"length": 3}}])
def test_a_contributor_s_key_is_refused(protect: Any) -> None:
    of = table(columns(id=column(), who=column(protect=protect)), contributor="who")
    assert told(published_contributor(inspection(of))) == [
        "blocker published-contributor: rows.who: all rows of a person could be put together; add "
        "`protect: drop`; if no coarser publication would do, say why in "
        "`series_key: {reviewed: …, why: …}`"
    ]


def test_a_pseudonym_of_another_identifier_is_refused_too() -> None:
    phone = column(role="identifier", protect="pseudonymise")
    [problem] = published_contributor(inspection(table(columns(id=column(), phone=phone))))
    assert (problem.code, problem.place) == ("published-contributor", "rows.phone")


def test_someone_may_decide_to_publish_a_series_key() -> None:
    key = {"reviewed": date(2026, 11, 1), "why": "The study follows gardens over the years."}
    who = column(protect="pseudonymise")
    of = table(columns(id=column(), who=who), contributor="who", series_key=key)
    assert told(published_contributor(inspection(of))) == []


@pytest.mark.parametrize(
    ("role", "protect", "severity"),
    [
        ("open", None, ["warning"]),
        ("quasi_identifier", None, ["blocker"]),
        ("quasi_identifier", {"truncate_date": {"to": "month"}}, []),
        ("quasi_identifier", "drop", []),
    ],
)
def test_moments_of_contributions_are_cut(role: str, protect: Any, severity: list[str]) -> None:
    edited = column("datetime", role, protect=protect)
    of = table(columns(who=WHO, edited=edited), contributor="who")
    problems = list(fine_edit_time(inspection(of)))
    assert [(problem.code, problem.severity) for problem in problems] == [
        ("fine-edit-time", one) for one in severity
    ]
    assert told(fine_edit_time(inspection(table(columns(edited=edited))))) == []


def test_a_sensitive_column_in_a_table_about_things_is_told() -> None:
    [problem] = sensitive_thing(inspection(table(columns(health=column(role="sensitive")))))
    assert (problem.code, problem.severity) == ("sensitive-thing", "warning")


def test_raw_quasi_identifiers_of_records_are_named() -> None:
    coarse = column("integer", "quasi_identifier", protect={"band": {"cuts": (18, 40)}})
    raw = column("integer", "quasi_identifier")
    of = table(columns(who=WHO, age=coarse, size=raw), **PEOPLE)
    assert told(raw_quasi_identifier(inspection(of))) == [
        "warning raw-quasi-identifier: rows.size: published as finely as it was read; make it "
        "coarser by fixed rules (`band`, `ladder`, `truncate_date`, …), or keep it if it has few "
        "values"
    ]


def shaped(of: Table, rows: Sequence[Row], place: Workspace) -> Shaped:
    return shape(of, [(source(), export(place, list(of.columns), rows))], place)


def gaps(values: Sequence[str | None], place: Workspace) -> list[Problem]:
    """What is said of values on a ladder that knows `11` and `12`."""
    (place.folder / "x.csv").write_text("code,group\n11,A\n12,\n", encoding="utf-8")
    of = table(columns(job=column(protect={"ladder": {"file": "x.csv", "to": "group"}})))
    rows = shaped(of, [(value,) for value in values], place)
    return list(ladder_gap(inspection(of, rows, place.folder)))


def test_values_without_a_rung_are_counted_never_shown(tmp_path: Path) -> None:
    with bench(tmp_path) as place:
        assert told(gaps(["11"] * 19 + ["secret"], place)) == [
            "warning ladder-gap: rows.job: 1 of 20 rows have a value that the lookup x.csv does "
            "not know, and leave without one; mend the values, or use a lookup of your own that "
            "knows them (`file: …`)"
        ]
        assert [one.severity for one in gaps(["11"] * 18 + ["secret"], place)] == ["blocker"]
        assert gaps(["11", "12", None], place) == []
