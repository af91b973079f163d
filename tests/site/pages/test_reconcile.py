"""`/reconcile` answers OpenRefine and the draft that follows, in JSON, whatever is asked."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest

from publish.site.app.datasette_site import Site
from publish.site.http import leaving
from publish.site.pages import reconcile

SERVICE = "/lieux/places/-/reconcile"
DRAFT = f"{SERVICE}/1.0-draft"
HERE = "http://localhost/lieux/places"
TYPE = {"id": "places", "name": "Lieux"}
ODBL = 'rel="license"'


async def told(site: Site, address: str, status: int = 200) -> Any:
    answer = await site.client.get(address)
    assert answer.status_code == status, answer.text
    assert answer.headers["access-control-allow-origin"] == "*"
    return answer.json()


async def form(site: Site, given: Mapping[str, Any]) -> Any:
    body = {name: json.dumps(said) for name, said in given.items()}
    answer = await site.client.post(SERVICE, data=body, headers={"origin": "https://refine.test"})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_services_are_listed(still: Site) -> None:
    [one] = (await told(still, "/reconcile"))["services"]
    assert one == {
        "dataset": "lieux",
        "table": "places",
        "name": "Lieux – Lieux partagés",
        "rows": 6,
        "url": f"{HERE}/-/reconcile",
        "draft_url": f"{HERE}/-/reconcile/1.0-draft",
    }


async def test_the_manifest_of_each_version(still: Site) -> None:
    manifest = await told(still, SERVICE)
    assert manifest["versions"] == ["0.2"]
    assert manifest["identifierSpace"] == f"{HERE}/"
    assert manifest["view"] == {"url": HERE + "/{{id}}"}
    assert manifest["defaultTypes"] == [TYPE]
    assert manifest["suggest"]["entity"] == {
        "service_url": f"{HERE}/-/reconcile",
        "service_path": "/suggest/entity",
    }
    draft = await told(still, DRAFT)
    assert draft["versions"] == ["1.0-draft"]
    assert draft["view"] == {"url": HERE + "/{id}"}
    assert draft["suggest"] == {"entity": True, "property": True, "type": False}
    assert draft["batchSize"] == manifest["batchSize"] == 10


async def test_a_batch_is_answered_by_its_ids_sent_or_posted(still: Site) -> None:
    asked = {"a": {"query": "Cafe de lechange 3"}, "b": {"query": "zzzzzz"}, "c": "l-2"}
    found = await form(still, {"queries": asked})
    assert found == await told(still, f"{SERVICE}?{urlencode({'queries': json.dumps(asked)})}")
    assert list(found) == ["a", "b", "c"]
    assert found["b"] == {"result": []}
    first = found["a"]["result"][0]
    assert (first["id"], first["name"], first["type"]) == ("l-3", "Café de l'Échange 3", [TYPE])
    assert found["c"]["result"][0]["id"] == "l-2"
    assert found["c"]["result"][0]["match"] is True


async def test_the_draft_answers_in_the_order_of_the_batch(still: Site) -> None:
    named = {"matchType": "name", "propertyValue": "Café de l'Échange 4"}
    seats = {"matchType": "property", "propertyId": "seats", "propertyValue": 5, "required": True}
    asked = {"queries": [{"conditions": [named]}, {"conditions": [seats]}]}
    answer = await still.client.post(f"{DRAFT}/match", json=asked)
    first, second = answer.json()["results"]
    assert (first["candidates"][0]["id"], first["candidates"][0]["match"]) == ("l-4", True)
    assert [one["id"] for one in second["candidates"]] == ["l-5"]
    [feature] = second["candidates"][0]["features"]
    assert feature == {"id": "seats", "name": "Seats", "value": 100.0}
    assert answer.headers["link"].endswith(ODBL)


async def test_rows_are_completed_in_both_versions(still: Site) -> None:
    columns = ["name", "seats", "opened", "tags"]
    asked = {"ids": ["l-1", "nobody"], "properties": [{"id": name} for name in columns]}
    values = {
        "name": [{"str": "Café de l'Échange 1"}],
        "seats": [{"int": 1}],
        "opened": [{"date": "2026-02-01T00:00:00Z"}],
        "tags": [{"str": "été"}, {"str": "hiver"}],
    }
    nothing: dict[str, list[Any]] = {name: [] for name in columns}
    found = await form(still, {"extend": asked})
    assert found["rows"] == {"l-1": values, "nobody": nothing}
    assert found["meta"][1] == {"id": "seats", "name": "Seats"}
    draft = (await still.client.post(f"{DRAFT}/extend", json=asked)).json()
    assert draft["meta"] == found["meta"]
    assert draft["rows"][0] == {
        "id": "l-1",
        "properties": [{"id": name, "values": cell} for name, cell in values.items()],
    }


@pytest.mark.parametrize("service", [SERVICE, DRAFT])
async def test_names_are_proposed_while_they_are_typed(service: str, still: Site) -> None:
    rows = await told(still, f"{service}/suggest/entity?prefix=caf%C3%A9+ech&limit=2")
    assert [one["id"] for one in rows["result"]] == ["l-0", "l-1"]
    assert rows["result"][0]["notable"] == [TYPE]
    later = await told(still, f"{service}/suggest/entity?prefix=echange&cursor=5")
    assert [one["id"] for one in later["result"]] == ["l-5"]
    assert (await told(still, f"{service}/suggest/entity?prefix=%22*"))["result"] == []
    columns = await told(still, f"{service}/suggest/property?prefix=se")
    assert columns["result"] == [
        {"id": "seats", "name": "Seats", "description": "La colonne seats"}
    ]
    proposed = await told(still, f"{service}/extend/propose?type=places&limit=2")
    assert (proposed["type"], [one["id"] for one in proposed["properties"]]) == (
        "places", ["id", "name"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("address", "status", "why"),
    [
        (f"{SERVICE}?queries=x", 400, "queries: this is not JSON"),
        (f"{DRAFT}/match", 405, "Post a batch here, as JSON"),
        (
            f"{SERVICE}?extend=" + '{"ids": [], "properties": [{"id": "x"}]}',
            400,
            "extend: no column 'x'; known: id, name, kind, insee, opened, seats, tags",
        ),
        (
            "/lieux/kinds/-/reconcile",
            404,
            "This table cannot be reconciled with: its rows have no names that are searched.",
        ),
    ],
)
async def test_refusals_are_json(address: str, status: int, why: str, still: Site) -> None:
    answer = await still.client.get(address)
    assert answer.json() == {"ok": False, "error": why, "status": status}
    assert answer.status_code == status
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "address",
    [
        f"{SERVICE}/nothing",
        f"{DRAFT}/nothing/more",
        "/lieux/nothing/-/reconcile",
        "/nothing/places/-/reconcile",
    ],
)
async def test_an_address_that_is_none_of_a_service_is_told_in_json(
    address: str, still: Site
) -> None:
    answer = await still.client.get(address, headers={"accept-language": "en"})
    assert answer.headers["content-type"].partition(";")[0] == "application/json"
    assert (answer.status_code, answer.json()["ok"], answer.json()["status"]) == (404, False, 404)


async def test_a_method_and_an_address_that_are_too_much_are_told_in_json(still: Site) -> None:
    answer = await still.client.post(f"{SERVICE}/nothing", data={"queries": "{}"})
    assert (answer.status_code, answer.json()["error"]) == (405, "Method not allowed")
    answer = await still.client.get(f"{SERVICE}?queries={'x' * 20_000}")
    assert (answer.status_code, answer.json()["status"]) == (414, 414)


@pytest.mark.parametrize("address", ["/lieux/reconcile", "/reconciled", "/lieux/places/-/x"])
async def test_pages_of_a_like_name_are_told_as_pages(address: str, still: Site) -> None:
    answer = await still.client.get(address)
    assert answer.headers["content-type"].partition(";")[0] == "text/html"


async def test_a_page_of_another_site_may_post_here_and_nowhere_else(still: Site) -> None:
    allowed = await still.client.options(f"{DRAFT}/match")
    assert "POST" in allowed.headers["access-control-allow-methods"]
    assert "Content-Type" in allowed.headers["access-control-allow-headers"]
    others = ("/lieux/places", f"{SERVICE}/suggest/entity", DRAFT, "/reconcile", f"{SERVICE}/x")
    for address in others:
        assert (await still.client.post(address, data={"queries": "{}"})).status_code == 405
        allowed = await still.client.options(address)
        assert "POST" not in allowed.headers["access-control-allow-methods"]


async def test_a_batch_that_takes_too_long_is_refused(
    still: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconcile, "BATCH_MS", 0)
    answer = await still.client.post(SERVICE, data={"queries": '{"a": "Café de l’Échange"}'})
    assert answer.status_code == 429
    assert answer.json()["error"] == "These queries took too long; send fewer at once"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("queries", '{"a": "\\ud800"}'),
        ("extend", '{"ids": ["\\ud800"], "properties": [{"id": "name"}]}'),
    ],
)
async def test_half_a_letter_is_refused(still: Site, name: str, said: str) -> None:
    answer = await still.client.post(SERVICE, data={name: said})
    assert answer.json() == {"ok": False, "error": f"{name}: this is not JSON", "status": 400}


async def test_what_is_posted_is_not_sent_elsewhere(still: Site) -> None:
    answer = await still.client.post(f"{SERVICE}?lang=fr", data={"queries": '{"a": "l-2"}'})
    assert answer.status_code == 400
    assert "lang" in answer.text


async def test_what_is_too_large_is_not_read(still: Site) -> None:
    answer = await still.client.post(SERVICE, content=b"x" * (leaving.MOST_BODY + 1))
    assert answer.status_code == 413
    assert answer.headers["connection"] == "close"
    said = "More is sent than is read"
    assert answer.json() == {"ok": False, "error": said, "errors": [said], "status": 413}
    many = {"queries": [{"conditions": [{"matchType": "name", "propertyValue": "a"}]}] * 11}
    answer = await still.client.post(f"{DRAFT}/match", json=many)
    assert answer.status_code == 413
