"""schema.org Dataset in JSON-LD: what search engines read, for a page or as a file."""

from collections.abc import Iterator

from publish.describe.forms import (
    Form,
    Json,
    Package,
    fields,
    forms,
    french,
    period,
    present,
    updated,
)


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
        "name": french(package, "title") or package["name"],
        "description": french(package, "description"),
        "url": page,
        "identifier": page or package["name"],
        "inLanguage": "fr",
        **facts(package, "Organization"),
        "isAccessibleForFree": True,
        "temporalCoverage": temporal(package),
        "spatialCoverage": spatial(package),
        "variableMeasured": [
            _variable(field) for resource in package["resources"] for field in fields(resource)
        ],
        "distribution": [_download(form, files) for form in forms(package)],
    }
    return present(described)


def facts(package: Package, organization: str) -> Json:
    """What every dataset of schema.org says: version, licences, makers, dates.

    `organization` names the type of a maker, with the prefix that the context asks for.
    """
    licenses = [one["path"] for one in package["licenses"]]
    return {
        "version": package.get("version"),
        "keywords": package.get("keywords"),
        "license": licenses[0] if len(licenses) == 1 else licenses,
        "creator": [_maker(one, organization) for one in package.get("contributors", ())],
        "datePublished": package["created"][:10],
        "dateModified": updated(package),
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
    found = period(package)
    return "/".join(found) if found else None


def spatial(package: Package) -> list[Json]:
    """The place by its name or address, and the box of the mapped points."""
    coverage = package.get("coverage", {})
    places: list[Json] = []
    if place := coverage.get("spatial"):
        key = "@id" if place.startswith(("http://", "https://")) else "name"
        places.append({"@type": "Place", key: place})
    if box := coverage.get("bbox"):
        west, south, east, north = box
        shape = {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"}
        places.append({"@type": "Place", "geo": shape})
    return places


def _maker(contributor: Package, organization: str) -> Json:
    named = {"name": contributor["title"], "url": contributor.get("path")}
    return present({"@type": organization, **named})


def _variable(field: Package) -> Json:
    return present(
        {
            "@type": "PropertyValue",
            "name": field["name"],
            "alternateName": french(field, "title"),
            "description": french(field, "description"),
            "unitText": field.get("unit"),
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
