"""Whatever JSON a service answers, a harvester yields objects or says what is wrong."""

import json
from collections.abc import Iterator
from copy import copy
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.bakehouse.partners.harvesters import HARVESTERS
from publish.errors import SourceError
from tests.bakehouse.partners.examples import EXAMPLES
from tests.bakehouse.partners.services import Answer, serving

WORDS = st.sampled_from(
    ["id", "data", "@graph", "@id", "@type", "@context", "mapping", "visible", "categories", "name"]
)
Place = tuple[str | int, ...]
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=5)
JSON = st.recursive(
    LEAVES,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(WORDS, inside, max_size=4),
    max_leaves=12,
)


def paths(tree: Any, here: Place = ()) -> Iterator[Place]:
    """The places of a JSON document."""
    yield here
    if isinstance(tree, dict | list):
        for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from paths(value, (*here, key))


def replaced(tree: Any, place: Place, new: object) -> object:
    """The document with something else in a place."""
    if not place:
        return new
    changed = copy(tree)
    changed[place[0]] = replaced(tree[place[0]], place[1:], new)
    return changed


@st.composite
def spoilt(draw: st.DrawFn, body: bytes) -> object:
    """What a service answers, with something else in one place."""
    tree = json.loads(body)
    return replaced(tree, draw(st.sampled_from([*paths(tree)])), draw(JSON))


@pytest.mark.slow("asks a real server many times")
@pytest.mark.parametrize("kind", sorted(HARVESTERS))
def test_nothing_but_objects_or_a_reason_comes(kind: str, tmp_path: Path) -> None:
    example, number = EXAMPLES[kind], count()
    with serving(example.answers) as service:

        @settings(
            max_examples=50,
            deadline=None,
            suppress_health_check=[HealthCheck.function_scoped_fixture],
        )
        @given(data=st.data())
        def holds(data: st.DataObject) -> None:
            for path, answer in example.answers.items():
                said = data.draw(spoilt(answer.body) | JSON)
                service.answers[path] = Answer(json.dumps(said).encode())
            folder = tmp_path / str(next(number))
            try:
                records = list(HARVESTERS[kind](service.ask(example.path, kind, folder)))
            except SourceError:
                return
            assert all(isinstance(record, dict) for record in records)

        holds()
