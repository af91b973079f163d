"""Consents by purpose, as the register of personal data and the questions of the kit tell them."""

import csv
import json
from io import StringIO

import pytest

from publish.declare.site import SiteFolder
from tests.bakehouse.series.site import SURVEY
from tests.commands.test_governance import BASIS, CARD, declare, run, site

__all__ = ["site"]
WITHOUT = SURVEY.replace("tables:\n", CARD)
CONSENTS = """\
    basis: {kind: consent, column: agreed, months: 1, why: They ticked a box.}
    consents:
      share: {column: shared, covers: [answer], why: My answer may be shown.}
      contact: {column: mailed, months: 12, version: terms, versions: ["2", "3"], why: Write to me.}
"""
TELLING = """\
      agreed: {type: date, role: quasi_identifier, protect: drop}
      shared: {type: boolean, role: quasi_identifier, protect: drop}
      mailed: {type: date, role: quasi_identifier, protect: drop}
      terms: {type: string, role: quasi_identifier, protect: drop}
"""


def ask(site: SiteFolder) -> None:
    """Let the survey ask for three consents."""
    declare(site, f"{WITHOUT}{TELLING}")
    path = site.data / "enquete" / "dataset.yaml"
    path.write_text(path.read_text("utf-8").replace(BASIS, CONSENTS), encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        (
            "en",
            [
                "  Consents asked for:",
                "    answers.agreed  to be published, without a name  whole rows  a month  "
                "(They ticked a box.)",
                "    answers.shared  to be shared within limits  answer  until it is withdrawn  "
                "(My answer may be shown.)",
                "    answers.mailed  to be contacted  noted, nothing here depends on it  12 "
                "months  versions of the words: 2, 3  (Write to me.)",
                "  Data:",
            ],
        ),
        (
            "fr",
            [
                "  Consentements demandés\u00a0:",
                "    answers.agreed  être publié, sans son nom  lignes entières  un mois  "
                "(They ticked a box.)",
                "    answers.shared  partager dans des limites  answer  jusqu’au retrait  "
                "(My answer may be shown.)",
                "    answers.mailed  être contacté  noté, rien n’en dépend ici  12 mois  "
                "versions des mots\u00a0: 2, 3  (Write to me.)",
                "  Données\u00a0:",
            ],
        ),
    ],
)
def test_the_register_tells_each_consent(
    site: SiteFolder, language: str, wanted: list[str]
) -> None:
    ask(site)
    lines = run(site, "people", "inventory", "--language", language).output.splitlines()
    assert lines[9:14] == wanted


def test_the_list_for_programs_tells_them_and_the_table_which_cover_a_column(
    site: SiteFolder,
) -> None:
    ask(site)
    [one] = json.loads(run(site, "people", "inventory", "--json").output)
    assert [asked["purpose"] for asked in one["consents"]] == ["publish", "share", "contact"]
    assert one["consents"][2] == {
        "table": "answers", "purpose": "contact", "called": "to be contacted", "column": "mailed",
        "covers": [], "lasts": "12 months", "versions": ["2", "3"], "why": "Write to me.",
    }  # fmt: skip
    rows = csv.DictReader(StringIO(run(site, "people", "inventory", "--csv").output))
    covered = {row["column"]: row["consents"] for row in rows}
    assert covered["answer"] == "to be shared within limits (until it is withdrawn)"
    assert covered["age"] == ""


def test_who_asks_for_none_is_told_none(site: SiteFolder) -> None:
    assert "Consents" not in run(site, "people", "inventory").output
    [one] = json.loads(run(site, "people", "inventory", "--json").output)
    assert one["consents"] == []


def test_each_consent_is_a_line_that_answers_on_what_basis(site: SiteFolder) -> None:
    ask(site)
    found = json.loads(run(site, "governance", "check", "--json").output)
    [basis] = [one for one in found if one["question"] == "basis"]
    path = site.data / "enquete" / "dataset.yaml"
    lines = path.read_text("utf-8").splitlines()
    numbers = [int(line.removeprefix(f"{path}:").partition(":")[0]) for line in basis["answers"]]
    assert [lines[number - 1].strip().partition(":")[0] for number in numbers] == [
        "basis", "share", "contact",
    ]  # fmt: skip
    assert basis["missing"] == []
