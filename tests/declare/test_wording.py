"""Whatever is wrong in a declaration, the words are ours and the place is given."""

import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from publish.declare.declaration import Dataset
from publish.declare.model import Location
from publish.declare.yaml_file import load
from publish.errors import DeclarationError

PAGE = Path(__file__).parents[2] / "docs" / "declare.md"
(WHOLE,) = re.findall(r"```yaml\n(title:.*?producer:.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
LINE = re.compile(r"\d+: [^:]+: .+")
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.dates()
    | st.sampled_from(["", "x", "id", "drop", "string", "date", "%d", "oui", "ODbL", "1"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["a", "id", "fr", "on", "path", "drop"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


def places(node: Any, at: Location = ()) -> Iterator[Location]:
    """Every place of a tree but its root."""
    pairs = node.items() if isinstance(node, dict) else enumerate(node)
    for step, value in pairs:
        yield (*at, step)
        if isinstance(value, dict | list):
            yield from places(value, (*at, step))


PLACES = list(places(YAML(typ="safe").load(WHOLE)))


def changed(place: Location, key: str | None, value: Any) -> str:
    """The whole example with another value at a place, or with a new key beside it."""
    tree = YAML(typ="safe").load(WHOLE)
    node = tree
    for step in place[:-1]:
        node = node[step]
    node[key if key and isinstance(node, dict) else place[-1]] = value
    written = StringIO()
    YAML().dump(tree, written)
    return written.getvalue()


@pytest.mark.slow("writes and reads a hundred whole declarations")
@given(st.sampled_from(PLACES), st.none() | st.sampled_from(["nom", "Type", "min"]), VALUES)
def test_every_refusal_has_a_line_a_place_and_our_words(
    place: Location, key: str | None, value: Any
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "dataset.yaml"
        path.write_text(changed(place, key, value), encoding="utf-8")
        try:
            load(path, Dataset)
        except DeclarationError as refused:
            lines = [line.removeprefix(f"{path}:") for line in str(refused).splitlines()]
            assert [line for line in lines if not LINE.fullmatch(line)] == []
            foreign = r"[Ii]nput|valid |Value error|should |Tuple|dictionary|None|Field required"
            assert not re.search(foreign, "\n".join(lines))
