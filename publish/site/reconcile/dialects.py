"""Manifests and answers in both versions of the protocol: 0.2, as OpenRefine speaks, and 1.0-draft.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
https://reconciliation-api.github.io/specs/1.0-draft/
"""

from collections.abc import Iterable, Mapping, Sequence

from publish.site.reconcile.extend import Value, Wanted, described
from publish.site.reconcile.ranked import Candidate
from publish.site.reconcile.service import Service
from publish.site.reconcile.sought import MOST_QUERIES
from publish.site.rows.table_body import plain

Json = dict[str, object]
V02, V1 = "0.2", "1.0-draft"


def manifest(service: Service, address: str, rows: str, help_url: str) -> Json:
    """What a service of 0.2 says of itself; `rows` is the address of the table."""
    return {
        "versions": [V02],
        **_manifest(service, help_url),
        "identifierSpace": f"{rows}/",
        "schemaSpace": f"{rows}#",
        "view": {"url": f"{rows}/{{{{id}}}}"},
        "suggest": {
            "entity": {"service_url": address, "service_path": "/suggest/entity"},
            "property": {"service_url": address, "service_path": "/suggest/property"},
        },
        "extend": {
            "propose_properties": {"service_url": address, "service_path": "/extend/propose"},
            "property_settings": [],
        },
    }


def draft_manifest(service: Service, rows: str, help_url: str) -> Json:
    """What a service of 1.0-draft says of itself."""
    return {
        "versions": [V1],
        **_manifest(service, help_url),
        "view": {"url": f"{rows}/{{id}}"},
        "suggest": {"entity": True, "property": True, "type": False},
        "extend": {"proposeProperties": True, "propertySettings": []},
        "standardizedScore": True,
    }


def _manifest(service: Service, help_url: str) -> Json:
    return {
        "name": service.name,
        "documentation": help_url,
        "serviceVersion": service.release.version,
        "defaultTypes": [dict(service.type)],
        "batchSize": MOST_QUERIES,
    }


def found(service: Service, rows: Iterable[Candidate], named: bool) -> list[Json]:
    """Candidates; `named` where features have names."""
    return [_candidate(service, one, named) for one in rows]


def _candidate(service: Service, one: Candidate, named: bool) -> Json:
    said = " · ".join(
        words for column in service.describing if (words := plain(column, one.row[column.name]))
    )
    columns = service.table.columns
    features: list[Json] = [
        {"id": name, "value": value} | ({"name": described(columns[name])["name"]} if named else {})
        for name, value in one.features.items()
    ]
    return {
        "id": one.key,
        "name": one.name,
        **({"description": said} if said else {}),
        "type": [dict(service.type)],
        "score": one.score,
        "features": features,
        "match": one.match,
    }


def extended(
    service: Service, asked: Wanted, rows: Mapping[str, Mapping[str, Sequence[Value]]], listed: bool
) -> Json:
    """The values of rows; `listed` as 1.0-draft has them."""
    meta: list[Json] = [_property(described(one)) for one in asked.columns]
    if not listed:
        told = {key: {name: [*cell] for name, cell in row.items()} for key, row in rows.items()}
        return {"meta": meta, "rows": told}
    return {
        "meta": meta,
        "rows": [
            {
                "id": key,
                "properties": [{"id": name, "values": [*cell]} for name, cell in row.items()],
            }
            for key, row in rows.items()
        ],
    }


def _property(said: Mapping[str, str]) -> Json:
    return {"id": said["id"], "name": said["name"]}


def proposed(service: Service, columns: Iterable[Mapping[str, str]]) -> Json:
    """The columns that rows may be completed with."""
    return {"type": service.table.name, "properties": [dict(one) for one in columns]}
