"""Descriptors that are really asked for, and the file that each names."""

import json
from pathlib import Path

import pytest
from pydantic import JsonValue

from publish.bakehouse.partners.located import Located
from publish.bakehouse.partners.locators import descriptor
from publish.declare.partner import PartnerSource
from publish.errors import SourceError
from tests.bakehouse.partners.services import Answer, serving

PACKAGE: JsonValue = {
    "name": "lieux",
    "licenses": [{"name": "odc-odbl"}],
    "resources": [
        {
            "name": "places",
            "title": "Lieux",
            "path": "places.csv",
            "encoding": "cp1252",
            "dialect": {"delimiter": ";"},
            "hash": "sha256:abc",
        },
        {"name": "people", "path": "people.csv", "licenses": [{"name": "CC-BY-4.0"}]},
        {"name": "map", "path": "https://asso.example/map.geojson", "hash": "1234"},
    ],
}
CATALOG: JsonValue = {
    "@context": {
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "downloadURL": {"@id": "dcat:downloadURL", "@type": "@id"},
    },
    "@graph": [
        {
            "@id": "/lieux",
            "@type": "dcat:Dataset",
            "dct:license": {"@id": "https://www.etalab.gouv.fr/licence-ouverte-open-licence"},
            "dcat:distribution": [{"@id": "_:csv"}, {"@id": "_:pdf"}],
        },
        {
            "@id": "_:csv",
            "@type": "dcat:Distribution",
            "dct:title": "Les lieux",
            "downloadURL": "/files/1",
            "dct:format": {"@type": "dct:MediaTypeOrExtent", "rdfs:label": "CSV"},
        },
        {"@id": "_:pdf", "@type": "dcat:Distribution", "downloadURL": "/files/2.pdf"},
    ],
}
SCHEMA_ORG: JsonValue = {
    "@context": "https://schema.org/",
    "@type": "Dataset",
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "distribution": {
        "@type": "DataDownload",
        "encodingFormat": "text/csv; charset=utf-8",
        "contentUrl": "{address}/lieux",
    },
}
UDATA: JsonValue = {
    "id": "5f0",
    "license": "lov2",
    "resources": [
        {"id": "r1", "title": "lieux 2026", "format": "csv", "url": "{address}/files/1"},
        {"id": "r2", "title": "lieux 2025", "format": "csv", "url": "{address}/files/0"},
        {"id": "r3", "title": "notice", "format": "pdf", "url": "{address}/files/3"},
    ],
}
CKAN: JsonValue = {
    "success": True,
    "result": {
        "license_id": "odc-odbl",
        "resources": [{"name": "lieux", "format": "XLSX", "url": "{address}/files/1"}],
    },
}


def located(said: JsonValue, tmp_path: Path, **declared: str) -> Located:
    """The file, its address from the server's root on."""
    with serving({"/data/d.json": Answer(json.dumps(said).encode())}) as service:
        asked = service.ask("/data/d.json", "descriptor", tmp_path)
        source = PartnerSource(path=asked.address, harvest="descriptor", **declared)  # type: ignore[arg-type]
        found = descriptor.locate(type(asked)(asked.address, source, asked.web))
        path = found.address.removeprefix(service.address)
        assert service.asked[-1] == "/data/d.json"
    return Located(path, found.read, found.member, found.sha256, found.license)


def test_a_table_of_a_data_package_by_its_name_or_title(tmp_path: Path) -> None:
    read = {"format": "csv", "delimiter": ";", "encoding": "cp1252"}
    places = Located("/data/places.csv", read, sha256="abc", license="ODbL-1.0")
    assert located(PACKAGE, tmp_path, table="places") == places
    assert located(PACKAGE, tmp_path / "2", table="Lieux") == places


def test_a_resource_has_its_own_licence_and_format(tmp_path: Path) -> None:
    people = located(PACKAGE, tmp_path, table="people")
    assert (people.address, people.license) == ("/data/people.csv", "CC-BY-4.0")
    found = located(PACKAGE, tmp_path / "2", format="json")
    assert found == Located(
        "https://asso.example/map.geojson", {"format": "json"}, "", "", "ODbL-1.0"
    )


def test_more_than_one_file_is_refused_with_their_names(tmp_path: Path) -> None:
    with pytest.raises(
        SourceError,
        match=r"d\.json: 2 files of the format 'csv'; name one by `table:`, and its `format:`; "
        r"there: places \(csv\), people \(csv\), map \(json\)",
    ):
        located(PACKAGE, tmp_path)


def test_none_of_a_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no file of the format 'csv' called 'shops'"):
        located(PACKAGE, tmp_path, table="shops")


def test_a_distribution_of_dcat(tmp_path: Path) -> None:
    found = located(CATALOG, tmp_path)
    assert found == Located("/files/1", {"format": "csv"}, license="etalab-2.0")
    with pytest.raises(
        SourceError, match=r"no file .*; there: Les lieux \(csv\), 2.pdf \(not read"
    ):
        located(CATALOG, tmp_path / "2", format="xlsx")


def test_a_download_of_schema_org(tmp_path: Path) -> None:
    assert located(SCHEMA_ORG, tmp_path) == Located(
        "/lieux", {"format": "csv"}, license="CC-BY-4.0"
    )


def test_resources_of_portals(tmp_path: Path) -> None:
    found = located(UDATA, tmp_path, table="lieux 2026")
    assert found == Located("/files/1", {"format": "csv"}, license="etalab-2.0")
    found = located(CKAN, tmp_path / "2", format="xlsx")
    assert found == Located("/files/1", {"format": "xlsx"}, license="ODbL-1.0")


WRONG: dict[str, JsonValue] = {
    "nothing": {},
    "a list": [1, "two"],
    "a number": 4,
    "no files": {"resources": [{"name": "places"}]},
    "no addresses": {"resources": [{"path": 4, "url": None}], "licenses": "ODbL"},
    "no resources": {"resources": "places.csv"},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_describes_no_files_is_refused(wrong: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"/data/d\.json: describes no files; give"):
        located(WRONG[wrong], tmp_path)
