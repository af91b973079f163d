"""A partner whose own descriptor tells another licence than its file here."""

import json
from pathlib import Path

import pytest

from tests.partners import by_name, make_partners, partner
from tests.sites import publish_one

VOISIN = """\
name: Le Voisin
license: ODbL-1.0
agreed: {by: Ada, on: 2026-01-01, until: 2999-12-31}
source: {path: "https://fournil.invalid/lieux/places", harvest: fournil}
id: id
map: {name: name}
"""


@pytest.mark.parametrize(("told", "warned"), [("CC-BY-4.0", 1), ("ODbL-1.0", 0), ("", 0)])
def test_another_licence_is_told_and_stops_nothing(told: str, warned: int, tmp_path: Path) -> None:
    site = make_partners(tmp_path)
    partner(site, "voisin", VOISIN)
    folder = site.data / "lieux" / "partners" / "voisin"
    folder.mkdir()
    (folder / "records.jsonl").write_text('{"id": "1", "name": "Le Quai"}\n')
    copy = {"file": "records.jsonl", "day": "2026-11-01", "checked": "2026-11-01"}
    read = {"read": {"format": "jsonl"}, "license": told}
    (folder / "copy.json").write_text(json.dumps(copy | read))
    outcome = publish_one(site)
    found = [one for one in outcome.problems if one.code == "partner-license"]
    assert len(found) == warned
    assert all(
        "tells the licence 'CC-BY-4.0', its file here 'ODbL-1.0'" in str(one) for one in found
    )
    assert "Le Quai" in by_name(site)
