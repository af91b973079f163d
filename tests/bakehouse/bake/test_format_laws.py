"""Laws of all forms: whatever a text holds, every form gives it back."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.forms.formats import FORMATS
from tests.bakehouse.bake.tables import READ, baked, dataset

# Without the two signs that XML has no place for: a spreadsheet shows them as _xFFFE_ and _xFFFF_.
SIGNS = st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff")
TEXTS = st.lists(
    st.text(SIGNS, min_size=1, max_size=20)
    | st.sampled_from(["=1", "_x0041_", "_x005F_", "\r", "\n", " ", "\t", '"', ",", "NULL"]),
    min_size=1,
    max_size=60,
)
DECLARED = dataset({"id": "string", "text": "string"})


@pytest.mark.slow("writes and reads every form at each example")
@settings(max_examples=15)
@given(TEXTS)
def test_every_text_comes_back_from_every_form(texts: list[str]) -> None:
    rows = [(f"{number:03}", text) for number, text in enumerate(texts)]
    with TemporaryDirectory() as folder, baked(Path(folder), rows, DECLARED) as release:
        for format in set(FORMATS) - {"geojson"}:
            found = READ[format](release / f"places.{format}")
            assert [row["text"] for row in found] == texts, format
