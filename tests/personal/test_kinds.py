"""Every kind finds its own true examples and leaves its false ones alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from publish.engine import Workspace
from publish.personal import KINDS
from publish.personal.kind import Example
from tests.personal.columns import kinds
from tests.tables import bench


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with bench(Path(tmp_path_factory.mktemp("personal"))) as place:
        yield place


def _examples(side: str) -> list[tuple[str, Example]]:
    return [(kind.name, example) for kind in KINDS.values() for example in getattr(kind, side)]


@pytest.mark.parametrize(("kind", "example"), _examples("true"))
def test_a_kind_finds_its_true_examples(place: Workspace, kind: str, example: Example) -> None:
    assert kind in kinds(place, example.values, example.header, people=True)


@pytest.mark.parametrize(("kind", "example"), _examples("false"))
def test_a_kind_leaves_its_false_examples(place: Workspace, kind: str, example: Example) -> None:
    assert kind not in kinds(place, example.values, example.header, people=True)


def test_every_kind_has_examples_of_both_sides() -> None:
    assert [kind.name for kind in KINDS.values() if not (kind.true and kind.false)] == []


def test_blockers_and_warnings_are_as_documented() -> None:
    severities = {kind.name: kind.severity for kind in KINDS.values()}
    assert [name for name, severity in severities.items() if severity == "blocker"] == [
        *("email", "phone", "nir", "iban", "card", "ip", "mac", "digest")
    ]
