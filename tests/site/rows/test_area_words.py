"""Boxes in words: as many digits as tell their sides apart."""

import pytest

from publish.figures.places import Box
from publish.site.rows.area_words import box_in_words
from publish.site.text.languages import Shown, speaking


@pytest.mark.parametrize(
    ("box", "words"),
    [
        (Box(-5.24, 41.33, 9.56, 51.09), "from 41.3° N to 51.1° N and from 5.2° W to 9.6° E"),
        (Box(4.81, 45.74, 4.87, 45.78), "from 45.74° N to 45.78° N and from 4.81° E to 4.87° E"),
        (
            Box(4.8, 45.7461, 4.81, 45.7469),
            "from 45.7461° N to 45.7469° N and from 4.8° E to 4.81° E",
        ),
        (Box(2.25, 46.25, 2.25, 46.25), "at 46.2° N 2.2° E"),
        (Box(170, -20, -170, -19.9999999), "from 20° S to 20° S and from 170° E to 170° W"),
    ],
)
def test_a_box_is_told_by_its_sides(box: Box, words: str) -> None:
    with speaking(Shown("en")):
        assert box_in_words(box) == words
