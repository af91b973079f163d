"""Servers of JSON-LD that are really asked: containers, pages, members by their address."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import JsonValue

from publish.bakehouse.partners.harvested import Record
from publish.bakehouse.partners.harvesters import jsonld
from publish.declare.partner import PartnerSource
from publish.errors import SourceError
from tests.bakehouse.partners.services import Answer, Service, serving

PAIR = {"pair": "http://virtual-assembly.org/ontologies/pair#", "ldp": "http://www.w3.org/ns/ldp#"}
CONTAINER = {"@type": ["ldp:Container", "ldp:BasicContainer"]}


def answer(**said: JsonValue) -> Answer:
    return Answer(json.dumps({"@context": PAIR, **said}).encode(), "application/ld+json")


def contains(*members: JsonValue, **said: JsonValue) -> Answer:
    return answer(**CONTAINER, **{"ldp:contains": list(members)}, **said)


def place(name: str) -> dict[str, JsonValue]:
    return {"@id": f"/{name}", "@type": "pair:Place", "pair:label": name}


def harvested(service: Service, private: Path, records: str | None = None) -> list[Record]:
    address = f"{service.address}/all"
    source = PartnerSource(path=address, harvest="jsonld", records=records)
    asked = service.ask("/all", "jsonld", private)
    return list(jsonld.harvest(type(asked)(address, source, asked.web)))


def names(records: list[Record]) -> list[JsonValue]:
    return [one["pair:label"] for one in records]


def test_members_by_reference_are_asked_for_once(tmp_path: Path) -> None:
    answers = {
        "/all": contains({"@id": "/1"}, {"@id": "/2", "@type": "ldp:Resource"}, {"@id": "/1"}),
        "/1": answer(**place("1")),
        "/2": answer(**{"@graph": [place("3"), place("2")]}),
    }
    with serving(answers) as service:
        assert names(harvested(service, tmp_path)) == ["1", "2"]
        assert service.asked == ["/all", "/1", "/2"]


def test_containers_within_containers_and_no_way_round(tmp_path: Path) -> None:
    answers = {
        "/all": contains({"@id": "/towns", **CONTAINER}, place("one")),
        "/towns": contains({"@id": "/all", **CONTAINER}, place("two")),
    }
    with serving(answers) as service:
        assert names(harvested(service, tmp_path)) == ["two", "one"]
        assert service.asked == ["/all", "/towns"]


def test_containers_are_followed_to_a_measure(tmp_path: Path) -> None:
    answers = {
        f"/{name}": contains({"@id": f"/{i}", **CONTAINER}, place(f"in {name}"))
        for i, name in enumerate(["all", *"0123456"])
    }
    with serving(answers) as service:
        assert names(harvested(service, tmp_path)) == ["in 1", "in 0", "in all"]
        assert service.asked == ["/all", "/0", "/1"]


def test_pages_follow_one_another_until_they_come_round(tmp_path: Path) -> None:
    def page(name: str, following: str) -> Answer:
        view = {"@id": "?", "hydra:next": {"@id": following}}
        context = "http://www.w3.org/ns/hydra/context.jsonld"
        said = {"@context": context, "@id": "/all", "hydra:member": [place(name)]}
        return Answer(json.dumps({**said, "hydra:view": view}).encode())

    answers = {"/all": page("1", "/all?page=2"), "/all?page=2": page("2", "/all")}
    with serving(answers) as service:
        assert names(harvested(service, tmp_path)) == ["1", "2"]
        assert service.asked == ["/all", "/all?page=2"]


def test_pages_that_a_header_names(tmp_path: Path) -> None:
    links = (
        '<http://www.w3.org/ns/ldp#Page>; rel="type", <?page=2>; rel="next", <?page=1>; rel=prev'
    )
    answers = {
        "/all": replace(contains(place("1")), headers={"Link": links, "ETag": '"a"'}),
        "/all?page=2": contains(place("2")),
    }
    with serving(answers) as service:
        assert names(harvested(service, tmp_path)) == ["1", "2"]
        assert service.asked == ["/all", "/all?page=2"]


def test_pages_and_members_of_a_server_whose_context_is_its_own(tmp_path: Path) -> None:
    def page(name: str, **view: str) -> Answer:
        said = {"@context": "/contexts/Place", "@id": "/all", "@type": "Collection"}
        one = {"@id": f"/{name}", "@type": "Place", "pair:label": name}
        return Answer(json.dumps({**said, "member": [one, "/9"], "view": view}).encode())

    answers = {
        "/all": page("1", next="/all?page=2"),
        "/all?page=2": page("2"),
        "/9": Answer(b'{"@context": "/contexts/Place", "@id": "/9", "pair:label": "9"}'),
    }
    with serving(answers) as service:
        assert names(harvested(service, tmp_path)) == ["1", "9", "2"]
        assert service.asked == ["/all", "/9", "/all?page=2"]


def test_a_context_is_never_fetched(tmp_path: Path) -> None:
    said = {"id": "/1", "type": "pair:Place", "pair:label": "One", "own": "x"}
    context = ["{address}/.well-known/context.jsonld", "https://www.w3.org/ns/activitystreams"]
    container = {"@context": context, "type": "ldp:Container", "ldp:contains": [said]}
    with serving({"/all": Answer(json.dumps(container).encode())}) as service:
        [one] = harvested(service, tmp_path)
        assert one == {
            "@id": f"{service.address}/1",
            "@type": "pair:Place",
            "pair:label": "One",
            "as:own": "x",
        }
        assert service.asked == ["/all"]


def test_only_things_of_the_type_that_is_asked_for(tmp_path: Path) -> None:
    person = {"@id": "/p", "@type": "pair:Person", "pair:label": "Ada"}
    with serving({"/all": contains(place("1"), person)}) as service:
        assert names(harvested(service, tmp_path, "pair:Place")) == ["1"]
        with pytest.raises(SourceError, match="no thing of the type 'Place' there; give"):
            harvested(service, tmp_path, "Place")


def test_items_of_a_list_of_schema_org(tmp_path: Path) -> None:
    items = [
        {"@type": "ListItem", "position": 1, "item": {"@type": "Place", "name": "One"}},
        {"@type": "Place", "name": "Two"},
    ]
    said = {"@context": "https://schema.org", "@type": "ItemList", "itemListElement": items}
    with serving({"/all": Answer(json.dumps(said).encode())}) as service:
        found = harvested(service, tmp_path)
    assert [one["schema:name"] for one in found] == ["One", "Two"]


def test_more_than_one_harvest_may_ask_for_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonld, "PAGES", 3)
    members = [{"@id": f"/{i}"} for i in range(5)]
    answers = {"/all": contains(*members)} | {f"/{i}": answer(**place(str(i))) for i in range(5)}
    with serving(answers) as service:
        with pytest.raises(SourceError, match="more than 3 pages and members to ask for"):
            harvested(service, tmp_path)
        assert len(service.asked) == 3


def test_an_empty_container_is_told(tmp_path: Path) -> None:
    with (
        serving({"/all": contains()}) as service,
        pytest.raises(SourceError, match="/all: no thing there; give the address of a container"),
    ):
        harvested(service, tmp_path)


def test_more_than_fits_into_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonld, "BYTES", 1 << 20)
    long = {"@id": "/1", "@type": "pair:Place", "pair:label": "x" * (1 << 20)}
    with (
        serving({"/all": contains(long)}) as service,
        pytest.raises(SourceError, match="/all: more than 1 MiB; give the address of a smaller"),
    ):
        harvested(service, tmp_path)
