"""Bars, lines and histograms as drawings: pure functions of labels and numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from publish.site.charts.axes import few, ticks
from publish.site.charts.svg import LETTER, LINE, TEXT, Drawing, element, shortened, words

# Two drawings of each chart: pages of every width scale one of them, and its text stays legible.
NARROW, WIDE = 320, 680
ROW, BAR = 38, 12
PLOT = {NARROW: 170, WIDE: 260}


@dataclass(frozen=True)
class Item:
    """What is drawn of a bar or a point: its label, its number, both as they are read."""

    label: str
    amount: float | None
    said: str


def bars(items: Sequence[Item], width: int) -> Drawing:
    """Horizontal bars, each under its label, so that long labels find room."""
    amounts = [item.amount or 0 for item in items]
    low, high = min(0, *amounts, 0), max(0, *amounts, 0)
    scale = width / ((high - low) or 1)
    parts = []
    for row, (item, amount) in enumerate(zip(items, amounts, strict=True)):
        top = ROW * row
        room = width - len(item.said) * LETTER - TEXT
        parts += [
            words(shortened(item.label, room), 0, top + TEXT + 2),
            words(item.said, width, top + TEXT + 2, text_anchor="end", class_="quiet"),
            _rectangle((min(amount, 0) - low) * scale, top + LINE + 2, abs(amount) * scale, BAR),
        ]
    return Drawing(width, ROW * len(items), "".join(parts))


def _rectangle(x: float, y: float, width: float, height: float, title: str = "") -> str:
    said = [element("title", words_only(title))] if title else []
    return element("rect", *said, x=x, y=y, width=width, height=height, class_="mark")


def words_only(text: str) -> str:
    """A text for a title inside a drawing."""
    return words(text, 0, 0).partition(">")[2].removesuffix("</text>")


@dataclass(frozen=True)
class _Plot:
    """Axes: where numbers stand, and how they are written."""

    left: float
    width: float
    height: float
    low: float
    high: float

    def y(self, amount: float) -> float:
        """Pixels from the top."""
        return 8 + (self.high - amount) / (self.high - self.low) * self.height

    def x(self, share: float) -> float:
        """Pixels from the left; `share` of the whole width."""
        return self.left + share * self.width


def _axes(
    amounts: Sequence[float], width: int, say: Callable[[float], str], whole: bool
) -> tuple[_Plot, list[str]]:
    """The place of a plot, and its lines across with their numbers."""
    low = min(0.0, *amounts, 0.0)
    marks = ticks(max(0.0, *amounts, 0.0), 4, low, whole)
    left = max(len(say(mark)) for mark in marks) * LETTER + 8
    plot = _Plot(left, width - left - 2, PLOT.get(width, 260), marks[0], marks[-1])
    parts = []
    for mark in marks:
        y = plot.y(mark)
        name = "axis" if mark == 0 else "grid"
        parts.append(element("line", x1=left, x2=width, y1=y, y2=y, class_=name))
        parts.append(words(say(mark), left - 6, y + 4, text_anchor="end", class_="quiet"))
    return plot, parts


def _below(plot: _Plot, labels: Sequence[tuple[float, str]]) -> list[str]:
    """Labels under the plot, each at a share of its width, none outside."""
    parts = []
    for share, text in labels:
        half = len(text) * LETTER / 2
        x = min(max(plot.x(share), half), plot.left + plot.width - half + 2)
        y = plot.height + 8 + LINE
        parts.append(words(text, x, y, text_anchor="middle", class_="quiet"))
    return parts


def _thinned(labels: Sequence[tuple[float, str]], plot: _Plot) -> list[tuple[float, str]]:
    """As many labels as find room."""
    longest = max((len(text) for _, text in labels), default=1)
    most = max(2, int(plot.width / (longest * LETTER + 14)))
    return [labels[place] for place in few([share for share, _ in labels], most)]


def line(
    items: Sequence[Item],
    labels: Sequence[tuple[int, str]],
    width: int,
    say: Callable[[float], str],
    whole: bool,
) -> Drawing:
    """A line through the points, broken where there is none; `labels` name some of them."""
    return lines([("", items)], labels, width, say, whole)


def lines(
    series: Sequence[tuple[str, Sequence[Item]]],
    labels: Sequence[tuple[int, str]],
    width: int,
    say: Callable[[float], str],
    whole: bool,
) -> Drawing:
    """A line for each of some series of points, behind the number of its colour."""
    amounts = [item.amount or 0 for _, items in series for item in items]
    plot, parts = _axes(amounts, width, say, whole)
    last = max(1, max((len(items) for _, items in series), default=1) - 1)
    for number, items in series:
        parts += _line(plot, items, last, number)
    parts += _below(plot, _thinned([(number / last, text) for number, text in labels], plot))
    return Drawing(width, plot.height + 8 + LINE + 8, "".join(parts))


def _line(plot: _Plot, items: Sequence[Item], last: int, number: str) -> list[str]:
    places = [
        (plot.x(place / last), plot.y(item.amount))
        if item.amount is not None and len(items) > 1
        else None
        for place, item in enumerate(items)
    ]
    parts = [element("path", d=_path(places), class_=f"line{number}")]
    if len(items) <= 40:
        for place, item in enumerate(items):
            if item.amount is not None:
                x, y = plot.x(place / last), plot.y(item.amount)
                said = element("title", words_only(f"{item.label} : {item.said}"))
                name = f"part{number}" if number else "mark"
                parts.append(element("circle", said, cx=x, cy=y, r=3, class_=name))
    return parts


def _path(places: Sequence[tuple[float, float] | None]) -> str:
    """Moves after each gap, lines between neighbours."""
    steps, joined = [], False
    for place in places:
        if place is not None:
            steps.append(f"{'L' if joined else 'M'}{place[0]:.1f} {place[1]:.1f}")
        joined = place is not None
    return "".join(steps)


def histogram(
    items: Sequence[Item], edges: Sequence[str], width: int, say: Callable[[float], str]
) -> Drawing:
    """Bars side by side; `edges` are the numbers between them, or one under each bar."""
    plot, parts = _axes([item.amount or 0 for item in items], width, say, whole=True)
    each = 1 / max(1, len(items))
    for number, item in enumerate(items):
        top = plot.y(item.amount or 0)
        x, high = plot.x(number * each), plot.y(0) - top
        said = f"{item.label} : {item.said}"
        parts.append(_rectangle(x + 1, top, plot.width * each - 2, high, said))
    centred = 0.5 if len(edges) == len(items) else 0.0
    labels = [((number + centred) * each, text) for number, text in enumerate(edges)]
    parts += _below(plot, _thinned(labels, plot))
    return Drawing(width, plot.height + 8 + LINE + 8, "".join(parts))
