"""The French page on partners: its files are ones that a site takes, and both pages lead to it."""

import re
from pathlib import Path

from tests.partners import PLACES, make_partners

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "fr" / "partenaires.md").read_text("utf-8")


def test_its_files_are_taken_as_they_stand(tmp_path: Path) -> None:
    table, partner, _hosts = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    site = make_partners(tmp_path)
    tables = table[table.index("tables:") :]
    declared = PLACES.partition("tables:")[0] + tables
    (site.data / "lieux" / "dataset.yaml").write_text(declared, "utf-8")
    (site.data / "lieux" / "partners" / "nord.yaml").write_text(partner, "utf-8")
    found = site.partners("lieux")
    assert found["nord"].openness == {"email": "private"}
    assert list(found["nord"].map) == ["name", "town", "email"]


def test_the_two_pages_lead_to_each_other() -> None:
    assert "](../partners.md)" in PAGE
    assert "](fr/partenaires.md)" in (DOCS / "partners.md").read_text("utf-8")
    assert "](fr/partenaires.md)" in (DOCS / "index.md").read_text("utf-8")
