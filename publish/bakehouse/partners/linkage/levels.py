"""How alike two values of each kind may be, in levels, and how probable each level is.

`same` is the share of pairs of one thing that stand on a level, `other` the share of pairs of two
things. They hold where there are too few pairs to learn from; else they are learned from the rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from publish.declare.merging import Compared

Kind = Compared | Literal["point"]
"""The kind of what is compared: that of a column, or a point on the map."""


@dataclass(frozen=True)
class Level:
    """One degree of likeness: a condition (SQL, `{c}` stands for the column) that holds first."""

    says: str
    when: str
    same: float
    other: float
    rare: bool = False
    """Whether a rare value tells more than a frequent one."""


_EQUAL = '"{c}_l" = "{c}_r"'
_WORDS = '"{c}_w_l" = "{c}_w_r"'
_WITHIN = 'list_has_all("{c}_w_l", "{c}_w_r") OR list_has_all("{c}_w_r", "{c}_w_l")'
_RARE = 'list_has_any("{c}_r_l", "{c}_r_r")'
_ALIKE = 'jaro_winkler_similarity("{c}_l", "{c}_r") >= 0.85'
_HOST = '"{c}_h_l" = "{c}_h_r"'


def _slips(most: str) -> str:
    """At most so many letters typed wrong; counted, which is slow, only where texts are alike."""
    alike = 'jaro_similarity("{c}_l", "{c}_r") >= 0.75'
    slips = f'damerau_levenshtein("{{c}}_l", "{{c}}_r") <= {most}'
    return f"CASE WHEN {alike} THEN {slips} ELSE false END"


_TYPED = _slips('1 + least(length("{c}_l"), length("{c}_r")) // 8')
METRES = (
    '111195 * sqrt(pow("{c}_y_l" - "{c}_y_r", 2)'
    ' + pow(("{c}_x_l" - "{c}_x_r") * cos(radians("{c}_y_l")), 2))'
)
"""The distance of two points, right to a thousandth over a few kilometres."""

# Between what splink learned from FEBRL4 and from the synthetic directory of
# bench/partners_link.py, rounded; of what neither has, guessed. What two things share by chance is
# set higher than there: among few rows a word that looks rare may not be.
LEVELS: Mapping[Kind, tuple[Level, ...]] = {
    "name": (
        Level("equal", _EQUAL, 0.55, 0.0005, rare=True),
        Level("same words", _WORDS, 0.07, 0.0001),
        Level("nearly equal", _TYPED, 0.16, 0.0003),
        Level("one within the other", _WITHIN, 0.12, 0.003),
        Level("a rare word in common", _RARE, 0.05, 0.005),
        Level("alike", _ALIKE, 0.03, 0.02),
        Level("different", "ELSE", 0.02, 0.9711),
    ),
    "address": (
        Level("equal", _EQUAL, 0.55, 0.0003, rare=True),
        Level("same words", _WORDS, 0.05, 0.0001),
        Level("nearly equal", _TYPED, 0.17, 0.0002),
        Level("one within the other", _WITHIN, 0.08, 0.001),
        Level("alike", _ALIKE, 0.05, 0.01),
        Level("different", "ELSE", 0.1, 0.9884),
    ),
    "postcode": (
        Level("equal", _EQUAL, 0.9, 0.003, rare=True),
        Level("one sign apart", _slips("1"), 0.06, 0.01),
        Level("same beginning", 'left("{c}_l", 2) = left("{c}_r", 2)', 0.02, 0.02),
        Level("different", "ELSE", 0.02, 0.967),
    ),
    "email": (
        Level("equal", _EQUAL, 0.8, 0.0002, rare=True),
        Level("nearly equal", _slips("1"), 0.06, 0.0005),
        Level("same host", _HOST, 0.05, 0.05),
        Level("different", "ELSE", 0.09, 0.9493),
    ),
    "website": (
        Level("equal", _EQUAL, 0.8, 0.0005, rare=True),
        Level("same host", _HOST, 0.1, 0.002),
        Level("different", "ELSE", 0.1, 0.9975),
    ),
    "phone": (
        Level("equal", _EQUAL, 0.8, 0.0002, rare=True),
        Level("one digit apart", _slips("1"), 0.05, 0.0002),
        Level("different", "ELSE", 0.15, 0.9996),
    ),
    "code": (
        Level("equal", _EQUAL, 0.88, 0.002, rare=True),
        Level("one sign apart", _slips("1"), 0.08, 0.01),
        Level("different", "ELSE", 0.04, 0.988),
    ),
    "point": (
        Level("within 100 m", METRES + " <= 100", 0.7, 0.0005),
        Level("within 1 km", METRES + " <= 1000", 0.15, 0.005),
        Level("within 10 km", METRES + " <= 10000", 0.1, 0.03),
        Level("far", "ELSE", 0.05, 0.9645),
    ),
}
"""The levels of each kind, the most alike first."""
