"""Colours: the contrast that WCAG asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.declare.color import DAY, NIGHT, TEXT, WHITE, contrast, hex_color, readable

COLORS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def test_black_on_white_is_the_most() -> None:
    assert contrast("#000000", WHITE) == pytest.approx(21)


def test_a_grey_of_the_specification() -> None:
    assert contrast("#767676", WHITE) == pytest.approx(4.54, abs=0.01)


def test_a_dark_colour_is_taken_in_small_letters() -> None:
    assert hex_color("#1D4F91") == "#1d4f91"


def test_a_pale_colour_is_refused_with_the_nearest_that_reads() -> None:
    with pytest.raises(ValueError) as error:
        hex_color("#ffcc00")
    assert str(error.value) == (
        "'#ffcc00' has a contrast of 1.4 with light pages, text needs 4.5; "
        "the nearest that has it: #866b00"
    )


def test_a_name_is_no_colour() -> None:
    with pytest.raises(ValueError, match="'blue' is no colour; write # and six digits"):
        hex_color("blue")


@given(COLORS, st.sampled_from([DAY, NIGHT]))
def test_every_colour_has_a_readable_neighbour(color: str, background: str) -> None:
    assert contrast(readable(color, background), background) >= TEXT
