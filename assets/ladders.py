"""The ladder of French communes, written from a pinned npm package."""

import csv
import json
from pathlib import Path
from typing import Any

NAME = "@etalab/decoupage-administratif"
COLUMNS = (
    "code", "commune", "commune_name", "epci", "epci_name", "departement", "departement_name",
    "region", "region_name",
)  # fmt: skip
Row = dict[str, Any]


def build(folder: Path, package: Path) -> None:
    """Writes communes.csv and where it comes from into `folder`."""
    with (folder / "communes.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(communes(package / "data"))
    described = json.loads((package / "package.json").read_text(encoding="utf-8"))
    source = {
        "package": NAME,
        "version": described["version"],
        "license": "etalab-2.0",
        "credits": "INSEE (code officiel géographique), DGCL (EPCI)",
    }
    text = json.dumps({"communes": source}, ensure_ascii=False, indent=2)
    (folder / "sources.json").write_text(text + "\n", encoding="utf-8")


def communes(data: Path) -> list[Row]:
    """A row for each code, former ones too: its commune, EPCI, département and région.

    Codes of communes that were merged, and of the arrondissements of Paris, Lyon and Marseille,
    lead to the commune of today. Where there is no EPCI, the cell is empty.
    """
    listed = _read(data, "communes")
    today = {one["code"]: one for one in listed if one["type"] == "commune-actuelle"}
    epci = {of["code"]: one for one in _read(data, "epci") for of in one["membres"]}
    names = {kind: _names(data, f"{kind}s") for kind in ("departement", "region")}
    found = {}
    for one in listed:
        code = one["code"]
        current = today.get(code) or today[one.get("chefLieu") or one["commune"]]
        found[code] = {"code": code, **_row(current, epci.get(current["code"], {}), names)}
    return [found[code] for code in sorted(found)]


def _row(commune: Row, epci: Row, names: dict[str, dict[str, str]]) -> Row:
    return {
        "commune": commune["code"],
        "commune_name": commune["nom"],
        "epci": epci.get("code", ""),
        "epci_name": epci.get("nom", ""),
        "departement": commune["departement"],
        "departement_name": names["departement"][commune["departement"]],
        "region": commune["region"],
        "region_name": names["region"][commune["region"]],
    }


def _names(data: Path, kind: str) -> dict[str, str]:
    return {one["code"]: one["nom"] for one in _read(data, kind)}


def _read(data: Path, name: str) -> list[Row]:
    found: list[Row] = json.loads((data / f"{name}.json").read_text(encoding="utf-8"))
    return found
