"""Every kind finds its own true examples and leaves its false ones alone."""

import pyarrow as pa
import pytest

from publish.bakehouse.engine import Workspace
from publish.bakehouse.personal import KINDS
from publish.bakehouse.personal.kind import KindExample
from publish.bakehouse.personal.scan import Scanned, scan_all
from tests.bakehouse.personal.columns import Cells, kinds
from tests.tables import bench

EXAMPLES: list[tuple[str, str, KindExample]] = [
    (kind.name, side, example)
    for kind in KINDS.values()
    for side in ("true", "false")
    for example in getattr(kind, side)
]
Found = list[dict[str, int]]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """What is found in each example."""
    examples = [Cells(one.values, one.header, people=True) for _, _, one in EXAMPLES]
    with bench(tmp_path_factory.mktemp("personal")) as place:
        return kinds(place, examples)


def _numbered(side: str) -> list[object]:
    return [
        pytest.param(number, kind, id=f"{kind}-{number}")
        for number, (kind, of, _) in enumerate(EXAMPLES)
        if of == side
    ]


@pytest.mark.parametrize(("number", "kind"), _numbered("true"))
def test_a_kind_finds_its_true_examples(found: Found, number: int, kind: str) -> None:
    assert kind in found[number]


@pytest.mark.parametrize(("number", "kind"), _numbered("false"))
def test_a_kind_leaves_its_false_examples(found: Found, number: int, kind: str) -> None:
    assert kind not in found[number]


def test_every_kind_has_examples_of_both_sides() -> None:
    assert [kind.name for kind in KINDS.values() if not (kind.true and kind.false)] == []


def test_blockers_and_warnings_are_as_documented() -> None:
    severities = {kind.name: kind.severity for kind in KINDS.values()}
    assert [name for name, severity in severities.items() if severity == "blocker"] == [
        *("email", "phone", "nir", "document", "iban", "card", "ip", "mac", "digest", "token")
    ]


def test_tables_that_are_searched_at_once_keep_their_own_findings(place: Workspace) -> None:
    tables = [{"a": "x"}, {"a": "ada@example.org", "b": "x"}, {"b": "bo@example.org"}]
    looks = [
        (place.brought("rows", pa.table({name: [text] for name, text in one.items()})),
         [Scanned(name) for name in one])
        for one in tables
    ]  # fmt: skip
    nothing = (looks[0][0], [])
    found = scan_all([nothing, *looks])
    assert [[(hit.column, hit.kind.name) for hit in hits] for hits in found] == [
        [], [], [("a", "email")], [("b", "email")],
    ]  # fmt: skip
    assert scan_all([nothing]) == [[]]
