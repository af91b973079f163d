"""What every harvester keeps to, each asked of a real server."""

import json
from pathlib import Path

import pytest

from publish.bakehouse.partners.harvesters import HARVESTERS
from publish.errors import SourceError
from tests.bakehouse.partners.examples import EXAMPLES
from tests.bakehouse.partners.services import Answer, serving

KINDS = sorted(HARVESTERS)
WRONG = {
    "a page": Answer(b"<!doctype html><title>Bienvenue</title>", "text/html"),
    "nothing": Answer(b""),
    "half of it": Answer(b'{"data": [{"id": 1}, {"id'),
    "another list": Answer(b'{"data": [1, "two", null]}'),
    "a number": Answer(b"42"),
    "a pit": Answer(b"[" * 100_000),
    "no page": Answer(status=404),
    "a fault": Answer(b"<h1>500</h1>", "text/html", status=500),
}


def test_each_kind_has_its_example() -> None:
    assert sorted(EXAMPLES) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_records_come_as_the_service_has_them(kind: str, tmp_path: Path) -> None:
    example = EXAMPLES[kind]
    with serving(example.answers) as service:
        records = list(HARVESTERS[kind](service.ask(example.path, kind, tmp_path)))
    assert [record[example.name] for record in records] == list(example.names)
    assert json.loads(json.dumps(records)) == records


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_of_the_kind_is_refused(kind: str, wrong: str, tmp_path: Path) -> None:
    example = EXAMPLES[kind]
    answers = dict.fromkeys(example.answers, WRONG[wrong])
    with serving(answers) as service, pytest.raises(SourceError, match=r"http://127\.0\.0\.1"):
        list(HARVESTERS[kind](service.ask(example.path, kind, tmp_path)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_host_that_is_not_listed_is_never_asked(kind: str, tmp_path: Path) -> None:
    example = EXAMPLES[kind]
    with serving(example.answers) as service, serving({}) as listed:
        asked = service.ask(example.path, kind, tmp_path)
        elsewhere = type(asked)(asked.address, asked.source, listed.web(tmp_path, asked.address))
        with pytest.raises(SourceError, match="not listed for this dataset"):
            list(HARVESTERS[kind](elsewhere))
        assert service.asked == []
