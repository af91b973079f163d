"""A line without axes, as small as a word: the course of something at a glance."""

from collections.abc import Sequence
from itertools import groupby

from markupsafe import Markup

from publish.site.charts.svg import clean, element

WIDTH, HEIGHT, EDGE = 240.0, 56.0, 4.0
Place = tuple[float, float]


def spark(amounts: Sequence[float | None]) -> Markup:
    """The SVG of a line through two amounts or more, from the least of them or 0 upwards.

    The last one is known; where another is not, the line has a gap. It says nothing to who does
    not see it: words beside it do.
    """
    known = [amount for amount in amounts if amount is not None]
    low = min(0.0, *known)
    high = (max(known) - low) or 1.0
    step = (WIDTH - 2 * EDGE) / (len(amounts) - 1)
    places = [
        None
        if amount is None
        else (EDGE + step * at, HEIGHT - EDGE - (amount - low) / high * (HEIGHT - 2 * EDGE))
        for at, amount in enumerate(amounts)
    ]
    groups = (list(group) for _, group in groupby(places, key=bool))
    parts = [[one for one in group if one] for group in groups if group[0]]
    end = parts[-1][-1]
    drawing = element(
        "svg",
        element("path", d="".join(map(_below, parts)), class_="below"),
        element("path", d="".join(f"M{_through(part)}" for part in parts), class_="line"),
        element("circle", cx=end[0], cy=end[1], r=3, class_="mark"),
        viewBox=f"0 0 {clean(WIDTH)} {clean(HEIGHT)}",
        class_="spark",
        aria_hidden="true",
    )
    return Markup(drawing)  # noqa: S704


def _through(part: Sequence[Place]) -> str:
    """A line through places that follow one another; a dot where there is one alone."""
    line = "L".join(f"{clean(x)} {clean(y)}" for x, y in part)
    return line if len(part) > 1 else f"{line}h.01"


def _below(part: Sequence[Place]) -> str:
    floor = clean(HEIGHT - EDGE)
    return f"M{clean(part[0][0])} {floor}L{_through(part)}L{clean(part[-1][0])} {floor}Z"
