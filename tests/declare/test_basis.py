"""What is said back of a basis that is none, and of a governance card."""

from pathlib import Path
from typing import Any

import pytest

from publish.declare.basis import basis_findings
from publish.declare.declaration import Dataset
from publish.declare.governance import Governance, lacking
from publish.declare.yaml_file import load
from publish.errors import DeclarationError
from tests.bakehouse.series.site import SURVEY
from tests.tables import column, table

WHY = "The council decided so in 2025."
COLUMNS = {
    "who": {"type": "string", "role": "identifier"},
    "agreed": {"type": "date", "role": "open"},
    "yes": {"type": "boolean", "role": "open"},
}


def told(about: str = "people", **basis: Any) -> list[str]:
    found = basis_findings({"about": about, "columns": COLUMNS, "basis": {"why": WHY} | basis})
    return [f"{'.'.join(map(str, place))}: {what}" for place, what in found]


@pytest.mark.parametrize(
    "basis",
    [{"kind": "public_task"}, {"kind": "contract"}, {"kind": "consent", "column": "agreed"},
     {"kind": "consent", "column": "yes", "without": "left_out"}],
)  # fmt: skip
def test_a_basis_is_of_the_table_or_of_each_row(basis: dict[str, str]) -> None:
    assert told(**basis) == []


def test_a_consent_is_told_by_a_column() -> None:
    assert told(kind="consent") == [
        "basis.column: missing; name the column that tells on which day each person agreed, or "
        "whether"
    ]
    assert told(kind="consent", column="who") == [
        "basis.column: 'who' is of type string; name the column with the day of the consent, or "
        "with true where there is one"
    ]


def test_no_other_basis_is_told_by_a_column() -> None:
    assert told(kind="contract", column="agreed", without="refused") == [
        "basis.column: only for `kind: consent`; this basis is contract, of all rows: remove this "
        "key",
        "basis.without: only for `kind: consent`; this basis is contract, of all rows: remove "
        "this key",
    ]


def test_things_of_nobody_have_no_basis() -> None:
    assert told(about="things", kind="contract") == [
        "basis: nothing tells who is behind a row; name the column, `contributor: …`, or remove it"
    ]


def refused(folder: Path, basis: str) -> list[str]:
    path = folder / "dataset.yaml"
    path.write_text(SURVEY.replace("    contributor: who\n", f"    contributor: who\n{basis}"))
    with pytest.raises(DeclarationError) as error:
        load(path, Dataset)
    return [line.removeprefix(f"{path}:") for line in str(error.value).splitlines()]


def test_an_unknown_basis_is_told_with_its_line(tmp_path: Path) -> None:
    assert refused(tmp_path, "    basis: {kind: consentement, why: They ticked a box.}\n") == [
        "15: tables.answers.basis.kind: 'consentement' is not one of consent, contract, "
        "legal_obligation, vital_interests, public_task, legitimate_interests; did you mean "
        "`consent`?"
    ]


def test_a_column_that_does_not_exist_is_told_with_its_line(tmp_path: Path) -> None:
    written = "    basis: {kind: consent, column: signed, why: They ticked a box.}\n"
    assert refused(tmp_path, written) == [
        "15: tables.answers.basis.column: no column 'signed'; columns: who, age, answer"
    ]


def test_a_reason_is_a_sentence(tmp_path: Path) -> None:
    assert refused(tmp_path, "    basis: {kind: contract, why: yes}\n") == [
        "15: tables.answers.basis.why: 'yes' is too short; write at least 10 characters"
    ]


def test_the_basis_of_a_directory_is_the_consent_to_be_listed() -> None:
    named = {"consent": "agreed", "covers": ("who",), "why": "They asked to be listed."}
    of = table({"who": column(), "agreed": column("date")}, about="people", named=named)
    assert of.lawful is not None
    assert (of.lawful.kind, of.lawful.column) == ("consent", "agreed")
    assert [one.column for one in of.needed_consents] == ["agreed"]
    own = {"kind": "contract", "why": WHY}
    both = table({"who": column(), "agreed": column("date")}, about="people", named=named,
                 basis=own)  # fmt: skip
    assert both.lawful is not None and both.lawful.kind == "contract"
    assert [one.column for one in both.needed_consents] == ["agreed"]


def test_a_card_lacks_what_nobody_filled_in() -> None:
    assert [*lacking(None, of_people=False)] == [
        "model", "controller", "decisions", "statutes", "exit",
    ]  # fmt: skip
    begun = Governance.model_validate({"model": "cooperative", "recipients": ()})
    # Nobody sees anything: that is an answer.
    assert [*lacking(begun, of_people=True)] == [
        "controller", "purpose", "kept", "decisions", "statutes", "exit",
    ]  # fmt: skip
