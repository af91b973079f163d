"""How many answers stand apart: of lists, the fewest items of which everybody gave one.

Distinct l-diversity (Machanavajjhala et al. 2007) asks how many values cover a class. Where an
answer is a set of items, that is the least hitting set: `{fever, a}` and `{fever, b}` are two
answers, and everybody has a fever.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import count

Answer = frozenset[str]
MOST = 100_000
"""Where more comparisons than this are needed, what was found so far is a safe lower bound."""

# Answers of one item each, so nearly all, never leave the database's own count.
APART = """
CREATE MACRO apart(items) AS CASE WHEN coalesce(max(len(items)), 0) <= 1
  THEN count(DISTINCT items) ELSE fewest_items(list(DISTINCT items)::VARCHAR[][]) END
"""
"""SQL: the aggregate `apart` of a column of lists; null is no answer."""


def fewest_items(answers: Sequence[Sequence[str] | None]) -> int:
    """The size of the smallest set of items that touches every answer; 0 where nobody answered.

    Beyond MOST comparisons, a number of which it is known that no fewer items do.
    """
    least = _least({frozenset(answer) for answer in answers if answer})
    return next(size for size in count(_disjoint(least)) if _touched(least, size))


def _least(answers: set[Answer]) -> list[Answer]:
    """The answers that hold no other one: what touches these touches all."""
    kept: dict[str, list[Answer]] = defaultdict(list)
    for answer in sorted(answers, key=lambda one: (len(one), sorted(one))):
        if not any(one <= answer for item in answer for one in kept[item]):
            kept[min(answer)].append(answer)
    return [answer for some in kept.values() for answer in some]


def _disjoint(answers: Sequence[Answer]) -> int:
    """How many answers share no item with one another, taken greedily: no fewer items touch all."""
    taken: set[str] = set()
    number = 0
    for answer in sorted(answers, key=len):
        if taken.isdisjoint(answer):
            taken |= answer
            number += 1
    return number


def _touched(answers: Sequence[Answer], size: int) -> bool:
    """Whether so many items touch all answers: true, too, where to know it costs too much."""
    longest = max(map(len, answers), default=0)
    return len(answers) * longest ** max(size - 1, 0) > MOST or _found(answers, size)


def _found(answers: Sequence[Answer], size: int) -> bool:
    if not answers or size == 1:
        return not answers or bool(frozenset.intersection(*answers))
    first = min(answers, key=len)
    return any(_found([one for one in answers if item not in one], size - 1) for item in first)
