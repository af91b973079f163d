"""What stands in lists and other JSON, by its place."""

import json

import pytest

from publish.bakehouse.check.leaves import LONG, MOST, leaves


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('["a", "b", "a"]', [("$[*]", "a"), ("$[*]", "b")]),
        ('{"a": {"b": [1, null]}, "c": true}', [("$.a.b[*]", "1"), ("$.c", "True")]),
        ('[{"t": 1.5}, {"t": "x"}]', [("$[*].t", "1.5"), ("$[*].t", "x")]),
        ("[]", []),
        ("7", []),
        ("[1", []),
        ("[" * 100_000, []),
    ],
)
def test_each_different_leaf_has_its_place(text: str, found: list[tuple[str, str]]) -> None:
    assert leaves(text) == found


def test_of_long_texts_the_beginning_is_looked_at() -> None:
    assert len(leaves(json.dumps([*range(2 * LONG)]))) == LONG
    assert len(leaves(json.dumps({f"n{n}": n for n in range(2 * MOST)}))) == MOST
