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
    licenses = [one["path"] for one in package["licenses"]]
    described = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": page,
        "name": french(package, "title") or package["name"],
        "description": french(package, "description"),
        "url": page,
        "identifier": page or package["name"],
        "inLanguage": "fr",
        "version": package.get("version"),
        "keywords": package.get("keywords"),
        "license": licenses[0] if len(licenses) == 1 else licenses,
        "creator": [_organization(one) for one in package.get("contributors", ())],
        "datePublished": package["created"][:10],
        "dateModified": updated(package),
        "isAccessibleForFree": True,
        "temporalCoverage": temporal(package),
        "spatialCoverage": spatial(package),
        "variableMeasured": [
            _variable(field) for resource in package["resources"] for field in fields(resource)
        ],
        "distribution": [_download(form, files) for form in forms(package)],
    }
    return present(described)


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


def _organization(contributor: Package) -> Json:
    named = {"name": contributor["title"], "url": contributor.get("path")}
    return present({"@type": "Organization", **named})


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
            "contentUrl": files + form.path,
            "encodingFormat": form.mediatype,
            "contentSize": f"{form.bytes} B" if form.bytes is not None else None,
            "sha256": form.sha256,
        }
    )
