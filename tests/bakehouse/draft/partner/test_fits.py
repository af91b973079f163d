"""Which recipes a partner's values need."""

import pytest

from publish.bakehouse.draft.partner.fits import steps
from publish.declare.column import Column


@pytest.mark.parametrize(
    ("value", "sign"),
    [
        ("café | atelier", "|"),
        ("éco-quartier - atelier", " - "),
        ("café; atelier", ";"),
        ("café / atelier", "/"),
        ("café/atelier", "/"),
    ],
)
def test_a_list_is_split_where_its_items_are_apart(value: str, sign: str) -> None:
    column = Column.model_validate({"type": "list", "role": "open", "separator": ","})
    assert steps(column, None, [value, "café"], [value, "café"]) == ({"split": sign},)
