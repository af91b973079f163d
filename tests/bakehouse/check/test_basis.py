"""No row about people leaves without a basis: judged by the day, the past and the site."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from publish.bakehouse.check.basis import bases
from publish.bakehouse.check.governance import incomplete_governance
from publish.bakehouse.check.inspection import Inspection, TableRun
from publish.bakehouse.engine import Workspace
from publish.bakehouse.modes.protected import Protected
from publish.bakehouse.protect.agreed import agreed
from publish.bakehouse.protect.present import consenting
from publish.declare.consents import Consent
from publish.declare.declaration import Dataset
from publish.declare.site import SiteFolder
from tests.bakehouse.check.test_rows import DATASET
from tests.bakehouse.series.site import SURVEY, answer, make_survey, run
from tests.sites import DAY, METADATA
from tests.tables import column, rows_of, table

TASK = '    basis: {kind: public_task, why: "The council decided so in 2025."}\n'
CONSENT = '    basis: {kind: consent, column: agreed, why: "A box on the form, ticked or not."}\n'
COLUMN = "      agreed: {type: date, role: quasi_identifier, protect: drop}\n"
DAYS = (DAY, None, DAY + timedelta(days=1), date(2020, 1, 1), None)


def given(place: Workspace, values: Sequence[Any], type: pa.DataType) -> Any:
    name = place.name("given")
    numbers = pa.array(range(len(values)))
    return place.con.create_table(
        name, pa.table({"who": numbers, "agreed": pa.array(values, type)}), temp=True
    )


def judged(rows: Any, type: str = "date", **basis: str) -> list[str]:
    declared = table(
        {"who": column("integer", "identifier", protect="drop"), "agreed": column(type)},
        about="people", contributor="who",
        basis={"kind": "consent", "column": "agreed", "why": "A box on the form."} | basis,
    )  # fmt: skip
    present = consenting(rows, declared, DAY)
    dataset = Dataset.model_validate(DATASET | {"tables": {"rows": declared}})
    tables = {"rows": TableRun("rows", declared, None, Protected(()), present)}  # type: ignore[arg-type]
    return [str(problem) for problem in bases(Inspection("lieux", dataset, tables, DAY))]


REFUSED = (
    "blocker rows-without-basis: rows.agreed: {} of {} rows have no consent that stands today, "
    "which is their basis; ask these people, take their rows out of the export, or leave them out "
    "of the release with `without: left_out` under `basis:`"
)


def test_each_row_needs_its_own_consent(place: Workspace) -> None:
    assert judged(given(place, DAYS, pa.date32())) == [REFUSED.format(3, 5)]
    assert judged(given(place, DAYS[:1], pa.date32())) == []


def test_a_consent_may_be_a_moment_or_a_yes(place: Workspace) -> None:
    assert judged(given(place, [True, False, None], pa.bool_()), "boolean") == [
        REFUSED.format(2, 3)
    ]
    moments = given(place, [None], pa.timestamp("us"))
    assert judged(moments, "datetime") == [REFUSED.format(1, 1)]


def test_rows_without_may_be_left_out(place: Workspace) -> None:
    rows = given(place, DAYS, pa.date32())
    assert judged(rows, without="left_out") == []
    yes = given(place, [True, False, None], pa.bool_())
    of = Consent(column="agreed", why="A box on the form.")
    assert rows_of(yes.filter(agreed(yes, of, DAY))) == [{"who": 0, "agreed": True}]


def site_of(root: Path, basis: str, column: str = "", required: bool = False) -> SiteFolder:
    """The survey of ten people with a basis, or none."""
    site = make_survey(root, range(10))
    declared(site, basis, column)
    if required:
        (root / "metadata.yaml").write_text(f"{METADATA}basis: required\n", encoding="utf-8")
    return site


def declared(site: SiteFolder, basis: str, column: str = "") -> None:
    text = SURVEY.replace("    contributor: who\n", f"    contributor: who\n{basis}") + column
    (site.data / "enquete" / "dataset.yaml").write_text(text, encoding="utf-8")


def consents(site: SiteFolder, without: int, more: int = 0) -> None:
    """Ten people and more, the first of whom did not agree."""
    answer(site, range(10 + more))
    path = site.data / "enquete" / "exports" / "answers.csv"
    header, *rows = path.read_text().splitlines()
    days = [f"{row},{'' if n < without else '2026-01-01'}" for n, row in enumerate(rows)]
    path.write_text("\n".join((f"{header},agreed", *days)) + "\n")


def codes(site: SiteFolder, day: str) -> tuple[str, list[str]]:
    outcome = run(site, day)
    mine = ("missing-basis", "rows-without-basis")
    return outcome.status, [str(one) for one in outcome.problems if one.code in mine]


KINDS = "consent, contract, legal_obligation, vital_interests, public_task, legitimate_interests"
NONE = "answers: nothing says on what basis these rows about people are published"
ADD = f"add `basis: {{kind: …, why: …}}`, of kind {KINDS}"


@pytest.mark.slow("publishes in whole")
def test_old_declarations_publish_as_ever(tmp_path: Path) -> None:
    site = site_of(tmp_path, "")
    for day, status in (("2026-11-21", "published"), ("2027-06-01", "unchanged")):
        outcome = run(site, day)
        told = [one.code for one in outcome.problems]
        assert (outcome.status, told) == (status, ["raw-quasi-identifier"])
    assert not (site.private / "enquete" / "basis.json").exists()


@pytest.mark.slow("publishes in whole")
def test_a_site_may_require_one_of_what_is_new(tmp_path: Path) -> None:
    site = site_of(tmp_path, "", required=True)
    assert codes(site, "2026-11-21") == ("refused", [f"blocker missing-basis: {NONE}; {ADD}"])
    declared(site, TASK)
    assert codes(site, "2026-11-21") == ("published", [])


@pytest.mark.slow("publishes in whole")
def test_what_is_public_has_ninety_days_once_it_is_required(tmp_path: Path) -> None:
    site = site_of(tmp_path, "")
    # The days before the site asks do not count.
    assert codes(site, "2026-06-21") == ("published", [])
    assert codes(site, "2026-11-21") == ("unchanged", [])
    (tmp_path / "metadata.yaml").write_text(f"{METADATA}basis: required\n", encoding="utf-8")
    late = f"warning missing-basis: {NONE}; nothing is published after 2027-02-19; {ADD}"
    # Even on the same day: what the site asks is looked at anew.
    assert codes(site, "2026-11-21") == ("unchanged", [late])
    report = (site.releases / "enquete" / "current" / "report.json").read_text()
    assert "missing-basis" not in report
    assert codes(site, "2027-02-19") == ("unchanged", [late])
    assert codes(site, "2027-02-20") == ("refused", [f"blocker missing-basis: {NONE}; {ADD}"])


@pytest.mark.slow("publishes in whole")
def test_a_new_table_with_a_consent_needs_everybodys(tmp_path: Path) -> None:
    site = site_of(tmp_path, CONSENT, COLUMN)
    consents(site, without=2)
    [status, [blocker]] = codes(site, "2026-11-21")
    assert (status, blocker.partition(";")[0]) == (
        "refused",
        "blocker rows-without-basis: answers.agreed: 2 of 10 rows have no consent that stands "
        "today, which is their basis",
    )
    # The way out that is told.
    declared(site, CONSENT.replace("why", "without: left_out, why"), COLUMN)
    consents(site, without=2, more=2)
    assert codes(site, "2026-11-21") == ("published", [])
    rows = (site.releases / "enquete" / "current" / "answers.csv").read_text().splitlines()
    assert len(rows) == 1 + 10


@pytest.mark.slow("publishes in whole")
def test_a_basis_that_comes_and_goes_begins_no_time_anew(tmp_path: Path) -> None:
    site = site_of(tmp_path, TASK, COLUMN)
    consents(site, without=0)
    assert codes(site, "2026-11-21") == ("published", [])
    # Some withdraw: 90 days from now.
    declared(site, CONSENT, COLUMN)
    consents(site, without=1)
    [_, [warning]] = codes(site, "2026-12-01")
    assert "nothing is published after 2027-03-01" in warning
    # Taken away, it is not forgotten that there was one, nor since when something lacks.
    declared(site, "", COLUMN)
    [_, [warning]] = codes(site, "2027-01-01")
    assert warning.startswith(f"warning missing-basis: {NONE}; nothing is published after 2027-03")
    # All agree for a while, and the time does not begin anew.
    declared(site, CONSENT, COLUMN)
    consents(site, without=0)
    assert codes(site, "2027-02-01")[1] == []
    consents(site, without=1)
    assert "nothing is published after 2027-03-01" in codes(site, "2027-02-15")[1][0]
    assert codes(site, "2027-03-02")[0] == "refused"
    declared(site, "", COLUMN)
    assert codes(site, "2027-03-02")[0] == "refused"


@pytest.mark.slow("publishes in whole")
def test_a_table_that_is_refused_is_not_let_in_by_taking_its_basis_away(tmp_path: Path) -> None:
    site = site_of(tmp_path, CONSENT, COLUMN)
    consents(site, without=2)
    assert codes(site, "2026-11-21")[0] == "refused"
    declared(site, "", COLUMN)
    assert codes(site, "2026-11-22") == ("refused", [f"blocker missing-basis: {NONE}; {ADD}"])


@pytest.mark.slow("publishes in whole")
def test_a_note_that_cannot_be_read_is_not_taken_for_none(tmp_path: Path) -> None:
    site = site_of(tmp_path, TASK)
    run(site, "2026-11-21")
    note = site.private / "enquete" / "basis.json"
    assert json.loads(note.read_text()) == {"lacking": {}, "declared": {"answers": "2026-11-21"}}
    assert note.stat().st_mode & 0o777 == 0o600
    for damaged in ("", "{}", '{"lacking": {"answers": "soon"}, "declared": {}}', "[]"):
        note.write_text(damaged)
        outcome = run(site, "2026-11-22")
        assert (outcome.exit_code, outcome.message) == (
            8,
            f"{note}: cannot be read, so that nobody knows since when a basis lacks; put it back "
            "(`fournil restore`), or remove it: the time to declare one begins anew",
        )
    note.unlink()
    assert run(site, "2026-11-22").exit_code == 0


def test_a_card_that_was_begun_is_to_be_finished() -> None:
    of = table({"id": column()})
    card = {"model": "cooperative", "exit": {"fr": "Écrire."}}
    dataset = Dataset.model_validate(DATASET | {"tables": {"rows": of}, "governance": card})
    [told] = incomplete_governance(Inspection("lieux", dataset, {}, DAY))
    assert str(told) == (
        "warning incomplete-governance: lieux, governance: its governance card says nothing of "
        "controller, decisions, statutes; add `controller: {name: …, contact: …}`, "
        "`decisions: [{on: {fr: …}, by: {fr: …}}]`, "
        "`statutes: {form: association_1901, url: https://…}`"
    )
    bare = Dataset.model_validate(DATASET | {"tables": {"rows": of}})
    assert [*incomplete_governance(Inspection("lieux", bare, {}, DAY))] == []
