"""Every kind of chart names how it is shown."""

from typing import get_args

import pytest

from publish.declare.chart import CHARTS
from publish.declare.column import Type
from publish.figures.specification import Specification
from publish.site.charts.kind import Depiction, depiction


@pytest.mark.parametrize("kind", CHARTS)
def test_every_kind_is_shown_and_draws_some_type_of_column(kind: str) -> None:
    entry = CHARTS[kind]
    wanted = Specification(kind, "x")
    assert isinstance(depiction(wanted), Depiction)
    assert entry.types and set(entry.types) <= set(get_args(Type))
    assert depiction(wanted).head(wanted)[0] == "x"
    assert entry.measures or not entry.steps
