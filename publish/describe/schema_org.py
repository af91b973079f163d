"""schema.org Dataset in JSON-LD: what search engines read, for a page or as a file."""

from collections.abc import Iterator

from publish.release.described import Form, Json, present
from publish.release.package import Contributor, Package
from publish.release.table import Field


def schema_org_file(package: Package) -> Iterator[tuple[str, Json]]:
    """`dataset.jsonld`: addresses are relative to it."""
    yield "dataset.jsonld", schema_org(package)


def schema_org(package: Package, page: str | None = None, files: str = "") -> Json:
    """The JSON-LD of a dataset.

    `page` is the address of its page; `files` what stands before the names of its files, such as
    `https://example.org/download/places/`.
    """
    described = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": page,
        "name": package.title,
        "description": package.description,
        "url": page,
        "identifier": page or package.name,
        "inLanguage": "fr",
        **facts(package, "Organization"),
        "isAccessibleForFree": True,
        "temporalCoverage": temporal(package),
        "spatialCoverage": spatial(package),
        "variableMeasured": [
            _variable(field) for table in package.tables.values() for field in table.fields
        ],
        "distribution": [_download(form, files) for form in package.forms],
    }
    return present(described)


def facts(package: Package, organization: str) -> Json:
    """What every dataset of schema.org says: version, licences, makers, dates.

    `organization` names the type of a maker, with the prefix that the context asks for.
    """
    licenses = [one.path for one in package.licenses]
    return {
        "version": package.version,
        "keywords": list(package.keywords),
        "license": licenses[0] if len(licenses) == 1 else licenses,
        "creator": [_maker(one, organization) for one in package.contributors],
        "datePublished": package.created,
        "dateModified": package.updated,
    }


def file_facts(form: Form, files: str = "") -> Json:
    """What every download of schema.org says of itself: address, size and checksum."""
    return {
        "contentUrl": files + form.path,
        "contentSize": f"{form.bytes} B" if form.bytes is not None else None,
        "sha256": form.sha256,
    }


def temporal(package: Package) -> str | None:
    """The first and the last day as an ISO 8601 interval."""
    return "/".join(package.period) if package.period else None


def spatial(package: Package) -> list[Json]:
    """The place by its name or address, and the box of the mapped points."""
    coverage = package.coverage
    places: list[Json] = []
    if place := coverage.spatial:
        key = "@id" if place.startswith(("http://", "https://")) else "name"
        places.append({"@type": "Place", key: place})
    if box := coverage.bbox:
        west, south, east, north = box
        shape = {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"}
        places.append({"@type": "Place", "geo": shape})
    return places


def _maker(contributor: Contributor, organization: str) -> Json:
    named = {"name": contributor.title, "url": contributor.path}
    return present({"@type": organization, **named})


def _variable(field: Field) -> Json:
    return present(
        {
            "@type": "PropertyValue",
            "name": field.name,
            "alternateName": field.titles.get("fr"),
            "description": field.description,
            "unitText": field.unit,
        }
    )


def _download(form: Form, files: str) -> Json:
    return present(
        {
            "@type": "DataDownload",
            "name": form.path,
            "encodingFormat": form.mediatype,
            **file_facts(form, files),
        }
    )
