"""What stands beside a shared address, as a drawing of 1200 × 630: a stripe of the site's colour, a
title and who publishes; all of it words of the site's own."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from textwrap import wrap

from publish.forms.picture import FAMILY

WIDTH, HEIGHT = 1200, 630
INK, QUIET = "#1b1d21", "#50565f"
MARGIN, ROOM = 80, 1040
TITLE, LINES = 60, 3
# The mean width of a letter of the font, as a part of its size.
LETTER = 0.58


def card(parts: Iterable[str], color: str) -> str:
    """The whole drawing, as SVG."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{FAMILY}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
        f'<rect width="28" height="{HEIGHT}" fill="{color}"/>{"".join(parts)}</svg>'
    )


def heading(title: str, below: str, y: int) -> Iterator[str]:
    """A title in large letters from `y` on, and a line beneath it."""
    for line in lines(title, TITLE, LINES):
        y += TITLE + 10
        yield words(line, MARGIN, y - 20, TITLE, weight=700)
    for line in lines(below, 34, 1):
        yield words(line, MARGIN, y + 44, 34, color=QUIET)


def lines(text: str, size: int, most: int, room: int = ROOM) -> Sequence[str]:
    """The text in at most so many lines, an ellipsis where there is more."""
    letters = max(1, int(room / (size * LETTER)))
    return wrap(text, letters, max_lines=most, placeholder="…")


def words(text: str, x: int, y: int, size: int, color: str = INK, weight: int = 400) -> str:
    """A line of text."""
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}"'
        f' fill="{color}">{escape(text)}</text>'
    )
