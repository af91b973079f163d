"""A line without axes, as small as a word: the course of something at a glance."""

from collections.abc import Sequence

from markupsafe import Markup

from publish.site.charts.svg import clean, element

WIDTH, HEIGHT, EDGE = 240.0, 56.0, 4.0


def spark(amounts: Sequence[float]) -> Markup:
    """The SVG of a line through two amounts or more, from the least of them or 0 upwards.

    It says nothing to who does not see it: words beside it do.
    """
    low = min(0.0, *amounts)
    high = (max(amounts) - low) or 1.0
    step = (WIDTH - 2 * EDGE) / (len(amounts) - 1)
    places = [
        (EDGE + step * at, HEIGHT - EDGE - (amount - low) / high * (HEIGHT - 2 * EDGE))
        for at, amount in enumerate(amounts)
    ]
    line = "L".join(f"{clean(x)} {clean(y)}" for x, y in places)
    floor = clean(HEIGHT - EDGE)
    below = f"M{clean(places[0][0])} {floor}L{line}L{clean(places[-1][0])} {floor}Z"
    drawing = element(
        "svg",
        element("path", d=below, class_="below"),
        element("path", d=f"M{line}", class_="line"),
        element("circle", cx=places[-1][0], cy=places[-1][1], r=3, class_="mark"),
        viewBox=f"0 0 {clean(WIDTH)} {clean(HEIGHT)}",
        class_="spark",
        aria_hidden="true",
    )
    return Markup(drawing)  # noqa: S704
