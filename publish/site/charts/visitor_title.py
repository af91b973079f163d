"""A title that a visitor wrote: only words, not many, and never taken for the publisher's."""

from itertools import groupby
from unicodedata import category, normalize

from publish.site.base.refusals import BadRequest

LONGEST = 100
# What is not seen, or turns the direction of what follows; letters of every script stay.
_UNSEEN = ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")
# Marks above and below a letter: more of them cover other lines.
_MARKS, _MOST_MARKS = ("Mn", "Me"), 2


def visitor_title(text: str) -> str:
    """The words of a title in one line; raises BadRequest where they are too many."""
    seen = "".join(
        " " if category(letter) in _UNSEEN else letter for letter in normalize("NFC", text)
    )
    found = " ".join(_thinned(seen).split())
    if len(text) > LONGEST:
        shown = f"{found[:20].rstrip()}…"
        raise BadRequest(f"_title: {shown!r} has {len(text)} letters; write {LONGEST} at most")
    return found


def _thinned(text: str) -> str:
    runs = groupby(text, lambda letter: category(letter) in _MARKS)
    parts = ("".join(run)[: _MOST_MARKS if marks else None] for marks, run in runs)
    return "".join(parts)
