"""The report of each mode of table is told in sentences."""

import json
from pathlib import Path
from typing import Any

from publish.release.package import Package
from publish.release.release import Release
from publish.site.text.languages import Shown, speaking
from publish.site.text.quality import quality

THINGS: dict[str, Any] = {
    "name": "places",
    "mode": "things",
    "records_in": 3502,
    "rows_out": {"places": 3500},
    "rejected": [{"column": "lat", "reason": "is over the maximum 90", "rows": 2}],
    "columns_published": [{"name": "name", "role": "open", "technique": None}],
    "columns_dropped": [{"name": "author", "role": "identifier"}],
    "protection": {},
}
RECORDS: dict[str, Any] = THINGS | {
    "mode": "records",
    "rejected": [],
    "columns_published": [{"name": "age", "role": "quasi_identifier", "technique": "band"}],
    "protection": {
        "quasi_identifiers": ["department", "age"],
        "policy": {"k": 11, "max_rows_per_class": 5},
        "reached": {"k_people": 16},
        "suppressed": {"rows": 0.0125},
        "risk": {"prosecutor": {"max": 0.0625}},
        "series": {"held": 20},
    },
}


def sentences(folder: Path, table: dict[str, Any], language: str) -> tuple[str, ...]:
    """What is told of one export."""
    content = {"tables": [table], "checks": ["a", "b"], "warnings": []}
    (folder / "report.json").write_text(json.dumps(content))
    package = Package({"resources": [{"name": "places", "titles": {"fr": "Lieux"}}]})
    with speaking(Shown(language)):
        found = quality(Release("lieux", "1.0.0", folder, package))
    assert found is not None and (found.checks, found.warnings) == (2, ())
    return found.exports[0].sentences


def test_things(tmp_path: Path) -> None:
    assert sentences(tmp_path, THINGS, "en") == (
        "3,502 records were read, 3,500 rows are published.",
        "2 records were set aside, for they do not fit their description.",
        "Never published: author (says who it is).",
    )


def test_columns_are_told_by_their_titles(tmp_path: Path) -> None:
    age = {"name": "age", "titles": {"fr": "Tranche d’âge"}, "role": "quasi_identifier"}
    found = sentences(tmp_path, RECORDS | {"columns_published": [age]}, "fr")
    assert "chaque combinaison de department, Tranche d’âge (11 exigées)" in " ".join(found)


def test_records_about_people(tmp_path: Path) -> None:
    assert sentences(tmp_path, RECORDS, "fr") == (
        "Environ 3\u202f502 enregistrements lus, 3\u202f500 lignes publiées.",
        "Aucun enregistrement écarté\u00a0: tous correspondent à leur description.",
        "Jamais publié\u00a0: author (dit qui c’est).",
        "Rendu moins précis\u00a0: age (par tranches).",
        "Au moins 16 personnes partagent chaque combinaison de department, age (11 exigées).",
        "Au plus 5 lignes d’une même personne sont publiées.",
        "1,2\u00a0% des lignes manquent, parce que trop peu de personnes partagent leur "
        "combinaison.",
        "Environ 20 nouvelles lignes attendent que les personnes soient assez nombreuses.",
        "Une personne connue par ces colonnes serait désignée au hasard dans au plus 6,2\u00a0% "
        "des cas. Qui en sait davantage peut apprendre davantage\u00a0: de telles données ne sont "
        "jamais tout à fait anonymes.",
    )


def test_counts_of_people(tmp_path: Path) -> None:
    protection = {"k": 11, "aggregates": {"by_age": {"suppressed_cells": 8}}}
    table = THINGS | {"mode": "aggregates", "rejected": [], "protection": protection}
    assert sentences(tmp_path, table, "en")[-2:] == (
        "No count under 11 people is published.",
        "8 counts are left out, for they are smaller, or would tell a smaller one.",
    )


def test_what_the_checks_warned_of(tmp_path: Path) -> None:
    warning = {"code": "missing-description", "place": "places.seats", "what": "…", "fix": ""}
    content = {"tables": [], "checks": ["a"], "warnings": [warning]}
    (tmp_path / "report.json").write_text(json.dumps(content))
    with speaking(Shown("fr")):
        found = quality(Release("lieux", "1.0.0", tmp_path, Package({})))
    assert found is not None
    assert found.warnings == (("places.seats", "colonne publiée sans description"),)


def test_why_records_were_set_aside(tmp_path: Path) -> None:
    coded = {"column": "lat", "reason": "is over the maximum 90", "rows": 2}
    coded |= {"code": "maximum", "values": ["90"]}
    old = {"column": "lat", "reason": "is odd", "rows": 1}
    content = {"tables": [THINGS | {"rejected": [coded, old]}], "checks": [], "warnings": []}
    (tmp_path / "report.json").write_text(json.dumps(content))
    with speaking(Shown("fr")):
        found = quality(Release("lieux", "1.0.0", tmp_path, Package({})))
    assert found is not None
    assert found.exports[0].rejected == (
        ("lat", ("dépasse le maximum 90", "fr"), 2),
        ("lat", ("is odd", "en"), 1),
    )


def test_without_a_report(tmp_path: Path) -> None:
    assert quality(Release("lieux", "1.0.0", tmp_path, Package({}))) is None


def test_what_was_attacked(tmp_path: Path) -> None:
    one = {"attack": "canaries", "column": None, "place": "lieux", "verdict": "held"}
    attacks = {"version": "1.0.3", "day": "2026-12-01"}
    attacks |= {"attacks": [one | {"why": None, "power": 1.0}]}
    content = {"tables": [], "checks": [], "warnings": [], "attacks": attacks}
    (tmp_path / "report.json").write_text(json.dumps(content))
    with speaking(Shown("en")):
        found = quality(Release("lieux", "1.0.0", tmp_path, Package({})))
    assert found is not None and found.attacked is not None
    assert found.attacked.when.startswith("On 1 December 2026, the kept versions up to 1.0.3")
    assert found.attacked.sentences == (
        "Private words looked for in every byte (lieux): nothing found; of the unprotected copy, "
        "it finds all.",
    )
