"""What the portal thinks of a dataset, and how the declaration would do better."""

from collections.abc import Iterator

from publish.portals.udata.portal import Json

MEND = {
    "license": "write a licence that the portal knows under `license`",
    "temporal_coverage": "name a column of dates under `coverage.temporal`",
    "spatial": "name a place under `coverage.spatial` (France, or "
    "http://id.insee.fr/geo/departement/38), or map points under `browse.map`",
    "update_frequency": "write how often new data comes under `frequency`",
    "update_fulfilled_in_time": "publish as often as `frequency` says, or write what is true there",
    "dataset_description_quality": "write over 100 characters under `description`",
    "has_resources": "publish a release: no file is there",
    "has_open_format": "leave an open format such as csv among `formats`",
    "all_resources_available": "see that every file can be downloaded: the portal's crawler could "
    "not reach one",
    "resources_documentation": "write a `description` for the tables",
}


def score(there: Json) -> float:
    """The portal's score, 1.0 at best."""
    return float((there.get("quality") or {}).get("score") or 0.0)


def shortcomings(there: Json) -> Iterator[str]:
    """A line for each criterion that is not met."""
    quality = there.get("quality") or {}
    if score(there) >= 1.0:
        return
    for criterion, how in MEND.items():
        if not quality.get(criterion, criterion in ("has_open_format", "all_resources_available")):
            yield f"quality {score(there):.2f}: {criterion}: {how}"
