"""Bars of several parts as drawings: one after the other, or beside each other; their legend."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from publish.site.charts.draw import BAR, ROW, Item, words_only
from publish.site.charts.svg import LETTER, LINE, TEXT, Drawing, element, shortened, words

# Of a bar beside others, and of a swatch of the legend.
THIN, SWATCH = 10, 24
# Of what is drawn: by less, nothing can be divided.
LEAST = 1e-290


@dataclass(frozen=True)
class Stack:
    """A bar: its label, all of it as it is read, and its parts."""

    label: str
    said: str
    items: Sequence[Item]


@dataclass(frozen=True)
class Named:
    """A part as the legend names it; `number` is that of its colour."""

    number: int
    label: str


def stacked(stacks: Sequence[Stack], names: Sequence[Named], width: int) -> Drawing:
    """Horizontal bars whose parts follow each other."""
    parts, top = legend(names, width)
    longest = max((sum(item.amount or 0 for item in one.items) for one in stacks), default=0)
    scale = width / max(longest, LEAST)
    for number, one in enumerate(stacks):
        parts += _heading(one, top + ROW * number, width)
        x = 0.0
        for name, item in zip(names, one.items, strict=True):
            long = (item.amount or 0) * scale
            parts.append(_bar(x, top + ROW * number + LINE + 2, long, BAR, name, item))
            x += long
    return Drawing(width, top + ROW * len(stacks), "".join(parts))


def grouped(stacks: Sequence[Stack], names: Sequence[Named], width: int) -> Drawing:
    """Horizontal bars beside each other, each with its number."""
    parts, top = legend(names, width)
    every = [item for one in stacks for item in one.items]
    amounts = [item.amount or 0 for item in every]
    low, high = min(0, *amounts, 0), max(0, *amounts, 0)
    room = max((len(item.said) for item in every), default=0) * LETTER + TEXT
    scale = max(width - room, THIN) / max(high - low, LEAST)
    for one in stacks:
        parts.append(words(shortened(one.label, width), 0, top + TEXT + 2))
        for name, item in zip(names, one.items, strict=True):
            top += THIN + 2
            start, long = (min(item.amount or 0, 0) - low) * scale, abs(item.amount or 0) * scale
            parts.append(_bar(start, top + 8, long, THIN, name, item))
            parts.append(words(item.said, start + long + 4, top + 17, class_="quiet"))
        top += ROW - BAR
    return Drawing(width, top, "".join(parts))


def legend(
    names: Sequence[Named], width: int, swatch: Callable[[Named, float, float], str] | None = None
) -> tuple[list[str], float]:
    """The names of parts beside their colours, and the height that they take."""
    swatch = swatch or _square
    parts: list[str] = []
    x, y = 0.0, 0.0
    for name in names:
        label = shortened(name.label, width - SWATCH - 6)
        wide = SWATCH + 6 + len(label) * LETTER + TEXT
        if x and x + wide > width + TEXT:
            x, y = 0.0, y + LINE
        parts.append(swatch(name, x, y))
        parts.append(words(label, x + SWATCH + 6, y + TEXT, class_="quiet"))
        x += wide
    return parts, y + LINE + 6


def _square(name: Named, x: float, y: float) -> str:
    sides = {"x": x, "y": y + 3, "width": SWATCH, "height": BAR}
    return element("rect", **sides, class_=f"part{name.number}")


def dash(name: Named, x: float, y: float) -> str:
    """A piece of a line, which its dashes tell from the others too."""
    d = f"M{x:.1f} {y + 9:.1f}h{SWATCH}"
    return element("path", d=d, class_=f"line{name.number}")


def _heading(one: Stack, top: float, width: int) -> list[str]:
    room = width - len(one.said) * LETTER - TEXT
    return [
        words(shortened(one.label, room), 0, top + TEXT + 2),
        words(one.said, width, top + TEXT + 2, text_anchor="end", class_="quiet"),
    ]


def _bar(x: float, y: float, long: float, high: float, name: Named, item: Item) -> str:
    said = element("title", words_only(f"{item.label} : {item.said}"))
    sides = {"x": x, "y": y, "width": max(0.0, long), "height": high}
    return element("rect", said, **sides, class_=f"part{name.number}")
