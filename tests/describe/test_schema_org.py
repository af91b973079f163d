"""schema.org JSON-LD says what search engines ask for."""

from typing import Any

from publish.describe.schema_org import schema_org
from publish.release.package import Package

DESCRIPTOR: dict[str, Any] = {
    "name": "lieux",
    "version": "1.2.0",
    "created": "2026-11-21T00:00:00Z",
    "title": "Lieux partagés",
    "description": "Des lieux.",
    "licenses": [{"name": "ODbL-1.0", "path": "https://opendatacommons.org/licenses/odbl/1-0/"}],
    "contributors": [{"title": "Le Collectif", "path": "https://example.org"}],
    "keywords": ["lieux"],
    "updated": {"date": "2026-11-15", "basis": "declared"},
    "coverage": {
        "temporal": {"start": "2023-01-09", "end": "2026-11-15"},
        "spatial": "France",
        "bbox": [-61.8, -21.3, 55.8, 51.1],
    },
    "resources": [
        {
            "name": "places",
            "path": "places.csv",
            "format": "csv",
            "mediatype": "text/csv",
            "bytes": 12,
            "hash": "sha256:00ff",
            "schema": {
                "fields": [
                    {"name": "id", "type": "string"},
                    {"name": "seats", "type": "integer", "title": "Places", "unit": "places"},
                ]
            },
        }
    ],
}
PACKAGE = Package(DESCRIPTOR)


def test_a_page_says_it_with_whole_addresses() -> None:
    files = "https://data.example.org/download/lieux/"
    assert schema_org(PACKAGE, "https://data.example.org/lieux", files) == {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": "https://data.example.org/lieux",
        "name": "Lieux partagés",
        "description": "Des lieux.",
        "url": "https://data.example.org/lieux",
        "identifier": "https://data.example.org/lieux",
        "inLanguage": "fr",
        "version": "1.2.0",
        "keywords": ["lieux"],
        "license": "https://opendatacommons.org/licenses/odbl/1-0/",
        "creator": [
            {"@type": "Organization", "name": "Le Collectif", "url": "https://example.org"}
        ],
        "datePublished": "2026-11-21",
        "dateModified": "2026-11-15",
        "isAccessibleForFree": True,
        "temporalCoverage": "2023-01-09/2026-11-15",
        "spatialCoverage": [
            {"@type": "Place", "name": "France"},
            {"@type": "Place", "geo": {"@type": "GeoShape", "box": "-21.3 -61.8 51.1 55.8"}},
        ],
        "variableMeasured": [
            {"@type": "PropertyValue", "name": "id"},
            {
                "@type": "PropertyValue",
                "name": "seats",
                "alternateName": "Places",
                "unitText": "places",
            },
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": "places.csv",
                "contentUrl": f"{files}places.csv",
                "encodingFormat": "text/csv",
                "contentSize": "12 B",
                "sha256": "00ff",
            },
            {
                "@type": "DataDownload",
                "name": "lieux.db",
                "contentUrl": f"{files}lieux.db",
                "encodingFormat": "application/vnd.sqlite3",
            },
        ],
    }


def test_a_file_says_it_relative_to_itself() -> None:
    found = schema_org(PACKAGE)
    assert (found["identifier"], found["distribution"][0]["contentUrl"]) == ("lieux", "places.csv")
    assert not {"@id", "url"} & found.keys()


def test_what_is_not_known_is_not_said() -> None:
    found = schema_org(Package({key: of for key, of in DESCRIPTOR.items() if key != "coverage"}))
    assert not {"temporalCoverage", "spatialCoverage"} & found.keys()
