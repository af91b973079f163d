"""Blanks around a text: every kind of space that Unicode knows, a no-break space as much as a tab.

What Python strips, so that a draft and a publication see the same text.
"""

from functools import reduce
from operator import or_
from typing import Any

BLANK = r"[\s\p{Z}\x{85}\x{1C}-\x{1F}\v]"
# What ends nearly all texts that end with a blank.
LAST = (" ", "\t", "\n", "\r", "\u00a0", "\u202f", "\u2009", "\u3000")


def may_be_padded(text: Any) -> Any:
    """Whether a text may have a blank at either end: seen soon, and true of few."""
    first = (text < "!") | (text >= "\u0085")
    return reduce(or_, map(text.endswith, LAST), first)


def bare(text: Any) -> Any:
    """The text without blanks at its ends."""
    return may_be_padded(text).ifelse(text.re_replace(f"^{BLANK}+|{BLANK}+$", ""), text)
