"""Régions, départements, arrondissements, EPT: JSON with codes, foreign keys and lists within."""

import json

import pytest

from tests.real.real_site import RealSite, found

pytestmark = pytest.mark.slow("publishes real files")

TABLES = ("regions", "departements", "arrondissements", "ept")


@pytest.fixture
def decoupage(real: RealSite) -> RealSite:
    exports = {f"{table}.json": f"decoupage-administratif/data/{table}.json" for table in TABLES}
    outcome = real.publish("decoupage/dataset", exports)
    assert (outcome.version, found(outcome)) == ("1.0.0", [])
    return real


def test_every_record_is_a_row(decoupage: RealSite) -> None:
    for table in TABLES:
        file = decoupage.files / "decoupage-administratif" / "data" / f"{table}.json"
        held = [list(record.values()) for record in json.loads(file.read_text(encoding="utf-8"))]
        stored = decoupage.ask("decoupage", f"SELECT * FROM {table} ORDER BY code")
        texts = [[without_layout(cell) for cell in row] for row in stored]
        assert texts == sorted([none_for_empty(cell) for cell in row] for row in held)


def none_for_empty(cell: object) -> object:
    return None if cell == "" else cell


def without_layout(cell: object) -> object:
    return json.loads(cell) if isinstance(cell, str) and cell.startswith("[") else cell


def test_each_territory_lies_in_another(decoupage: RealSite) -> None:
    assert decoupage.ask("decoupage", "PRAGMA foreign_key_check") == []
    where = (
        "SELECT a.code, a.nom, d.nom, r.nom FROM arrondissements a JOIN departements d ON "
        "a.departement = d.code JOIN regions r ON d.region = r.code WHERE a.code IN ('011', '2A1')"
    )
    assert decoupage.ask("decoupage", f"{where} ORDER BY a.code") == [
        ("011", "Belley", "Ain", "Auvergne-Rhône-Alpes"),
        ("2A1", "Ajaccio", "Corse-du-Sud", "Corse"),
    ]


def test_a_territory_without_its_region_is_refused(real: RealSite) -> None:
    text = real.declaration("decoupage/dataset")
    regions = text.index("  regions:")
    text = text[:regions] + text[regions:].replace(
        "    columns:", '    missing_values: ["", Bretagne]\n    rejects: {max: 1}\n    columns:', 1
    )
    text = text.replace(
        "      nom: {type: string, role: open,",
        "      nom: {type: string, role: open, constraints: {required: true},",
        1,
    )
    exports = {f"{table}.json": f"decoupage-administratif/data/{table}.json" for table in TABLES}
    refused = real.publish_text("decoupage", text, exports)
    assert found(refused)[1:] == [
        ("broken-foreign-key", "departements.region", "4 rows point to no row of regions.code"),
        ("broken-foreign-key", "arrondissements.region", "15 rows point to no row of regions.code"),
    ]
