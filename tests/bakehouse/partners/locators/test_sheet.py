"""Where the CSV of a shared sheet is, by the address that a browser shows."""

from pathlib import Path

import pytest

from publish.bakehouse.partners.harvested import Asked
from publish.bakehouse.partners.locators import sheet
from publish.declare.partner import PartnerSource
from publish.errors import SourceError
from tests.bakehouse.partners.services import serving

GOOGLE = "https://docs.google.com/spreadsheets/d"
GRIST = "https://grist.asso.example"


def located(address: str, tmp_path: Path, **declared: str) -> str:
    source = PartnerSource(path=address, harvest="sheet", **declared)  # type: ignore[arg-type]
    with serving({}) as service:
        found = sheet.locate(Asked(address, source, service.ask("/", "sheet", tmp_path).web))
        assert service.asked == []
    assert found.read == {"format": declared.get("format", "csv")}
    return found.address


@pytest.mark.parametrize(
    ("address", "csv"),
    [
        (f"{GOOGLE}/1aB-c_D/edit#gid=12", f"{GOOGLE}/1aB-c_D/export?format=csv&gid=12"),
        (f"{GOOGLE}/1aB-c_D/edit?gid=12#gid=12", f"{GOOGLE}/1aB-c_D/export?format=csv&gid=12"),
        (f"{GOOGLE}/1aB-c_D/edit?usp=sharing", f"{GOOGLE}/1aB-c_D/export?format=csv"),
        (f"{GOOGLE}/1aB-c_D", f"{GOOGLE}/1aB-c_D/export?format=csv"),
        (f"{GOOGLE}/e/2PACX-1v/pubhtml", f"{GOOGLE}/e/2PACX-1v/pub?output=csv"),
        (
            f"{GOOGLE}/e/2PACX-1v/pubhtml?gid=3&single=true",
            f"{GOOGLE}/e/2PACX-1v/pub?gid=3&single=true&output=csv",
        ),
        ("https://nuage.asso.example/s/AbC123", "https://nuage.asso.example/s/AbC123/download"),
        (
            "https://asso.example/nuage/index.php/s/AbC123/",
            "https://asso.example/nuage/index.php/s/AbC123/download",
        ),
        (
            "https://nuage.asso.example/s/AbC123/download",
            "https://nuage.asso.example/s/AbC123/download",
        ),
        ("https://lite.framacalc.org/lieux-a7", "https://lite.framacalc.org/lieux-a7.csv"),
        ("https://ethercalc.net/=lieux", "https://ethercalc.net/lieux.csv"),
        ("https://ethercalc.net/lieux.csv", "https://ethercalc.net/lieux.csv"),
        ("https://asso.example/lieux?format=csv", "https://asso.example/lieux?format=csv"),
    ],
)
def test_the_csv_of_a_sheet(address: str, csv: str, tmp_path: Path) -> None:
    assert located(address, tmp_path) == csv


@pytest.mark.parametrize(
    "address", [f"{GRIST}/o/docs/a1B2c3D4e5F6/Lieux/p/2", f"{GRIST}/a1B2c3D4e5F6/Lieux"]
)
def test_a_table_of_a_grist_document(address: str, tmp_path: Path) -> None:
    csv = f"{GRIST}/o/docs/api/docs/a1B2c3D4e5F6/download/csv?tableId=Lieux"
    assert located(address, tmp_path, table="Lieux") == csv
    with pytest.raises(SourceError, match="name the table of the document by `table:`"):
        located(address, tmp_path)


def test_a_file_of_another_format_in_a_nextcloud(tmp_path: Path) -> None:
    shared = "https://nuage.asso.example/s/AbC123"
    assert located(shared, tmp_path, format="ods") == f"{shared}/download"


@pytest.mark.parametrize("address", ["https://asso.example/lieux", "https://calc.example/a/b"])
def test_an_address_that_nobody_knows_is_refused(address: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no shared sheet of Google's, Grist, Nextcloud or"):
        located(address, tmp_path)
