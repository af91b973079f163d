"""Elements of SVG as text, and what a drawing needs to stand alone in a file."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from textwrap import wrap

from markupsafe import Markup, escape

from publish.declare.color import NIGHT as DARK
from publish.declare.color import readable

# The colours of a file, which no style sheet accompanies; pages style the classes. BRAND stands for
# that of the site.
BRAND = "#1d4f91"
# The parts of a chart by two columns: seven values, all others, none.
PARTS = (
    BRAND,
    "#c2571a",
    "#2e7d4f",
    "#8457a8",
    "#a67c00",
    "#2a8c9e",
    "#b5366b",
    "#6b6f76",
    "#8d9096",
)
PARTS_AT_NIGHT = (
    BRAND, "#f0965a", "#7cc796", "#c3a3e0", "#dcb545", "#73cbd9", "#f08fb5", "#aab0b9", "#7f8690",
)  # fmt: skip
# Lines are told apart without their colours too.
DASHES = ("", "7 3", "2 3", "9 3 2 3", "12 4", "4 4", "1 4", "6 2 1 2 1 2", "3 6")


def _parts(colors: Sequence[str], ground: str) -> dict[str, str]:
    found = {}
    for number, (color, dashes) in enumerate(zip(colors, DASHES, strict=True), 1):
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        found[f"part{number}"] = f'fill="{color}" stroke="{ground}" stroke-width=".8"'
        found[f"line{number}"] = f'fill="none" stroke="{color}" stroke-width="2"{dashed}'
    return found


FILE = {
    "mark": f'fill="{BRAND}"',
    "line": f'fill="none" stroke="{BRAND}" stroke-width="2"',
    "axis": 'stroke="#757b85"',
    "grid": 'stroke="#d5d6d1"',
    "land": 'fill="#e9e9e4" stroke="#757b85" stroke-width=".6"',
    "border": 'fill="none" stroke="#757b85" stroke-width=".6"',
    "river": 'fill="none" stroke="#7ea6c9" stroke-width=".8"',
    "area": f'fill="{BRAND}" fill-opacity=".25" stroke="{BRAND}" stroke-width="1.2"',
    "way": f'fill="none" stroke="{BRAND}" stroke-width="2"',
    "ring": f'fill="{BRAND}" stroke="#fff"',
    "on": 'fill="#fff"',
    "sea": 'fill="#f5f5f2"',
    "quiet": 'fill="#50565f"',
    "strong": 'font-weight="700"',
    "shade0": 'fill="#e3e3dd" stroke="#fff"',
    **{
        f"shade{n}": f'fill="{BRAND}" fill-opacity="{share}" stroke="#fff"'
        for n, share in enumerate((0.18, 0.38, 0.58, 0.8, 1), 1)
    },
    **_parts(PARTS, "#fff"),
}
NIGHT = FILE | {
    "land": 'fill="#2a303a" stroke="#868e9b" stroke-width=".6"',
    "border": 'fill="none" stroke="#868e9b" stroke-width=".6"',
    "river": 'fill="none" stroke="#4f718f" stroke-width=".8"',
    "ring": f'fill="{BRAND}" stroke="#14171c"',
    "on": 'fill="#10131a"',
    "sea": 'fill="#1d2128"',
    "axis": 'stroke="#868e9b"',
    "grid": 'stroke="#363c47"',
    "quiet": 'fill="#b0b6c1"',
    **_parts(PARTS_AT_NIGHT, "#14171c"),
}
LETTERS, LETTERS_AT_NIGHT = "#1b1d21", "#e9eaed"
# Of a picture: so many take half a second.
PIXELS = 6_000_000
NAMESPACE = "http://www.w3.org/2000/svg"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
TEXT = 13
LINE = 18
# The mean width of a letter of these fonts, for lines that nobody measures.
LETTER = 0.62 * TEXT
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Drawing:
    """The inside of an SVG, and its size."""

    width: float
    height: float
    inside: str


def element(name: str, *inside: str, **attributes: object) -> str:
    """An element; `inside` is XML already, `class_` and `text_anchor` name attributes."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(clean(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{said}>{''.join(inside)}</{name}>" if inside else f"<{name}{said}/>"


def clean(value: object) -> str:
    """A text or a number without what XML cannot hold and nobody needs: 1/1000 px, controls."""
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return _NO_XML.sub("", str(value))


def words(text: str, x: float, y: float, **attributes: object) -> str:
    """A text at a place."""
    return element("text", str(escape(clean(text))), x=x, y=y, **attributes)


def shortened(text: str, room: float) -> str:
    """The text, cut where it would be wider than `room` pixels."""
    letters = max(1, int(room / LETTER))
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def inline(drawing: Drawing, id: str, title: str, description: str) -> Markup:
    """The drawing for a page whose style sheet colours it; `id` is unique in the page."""
    names = {"title": f"{id}-title", "desc": f"{id}-desc"}
    svg = element(
        "svg",
        element("title", str(escape(clean(title))), id=names["title"]),
        element("desc", str(escape(clean(description))), id=names["desc"]),
        drawing.inside,
        viewBox=f"0 0 {clean(drawing.width)} {clean(drawing.height)}",
        role="img",
        aria_labelledby=" ".join(names.values()),
    )
    return Markup(svg)  # noqa: S704


def written(text: str, width: float) -> Drawing:
    """A sentence in a drawing's place."""
    lines = _lines([text], width, None)
    parts = (words(line, 0, LINE * (1 + i)) for i, (line, _) in enumerate(lines))
    return Drawing(width, LINE * (len(lines) + 1), "".join(parts))


def file(
    drawing: Drawing,
    title: str,
    description: str,
    credits: Sequence[str],
    brand: str = BRAND,
    heading: Sequence[tuple[str, str | None]] = (),
) -> str:
    """The drawing as a file of its own: its words above, its sources below, its colours inside.

    `heading` stands above the title: lines with the names of their looks.
    """
    said = [*heading, (title, None if heading else "strong"), (description, None)]
    above = [line for words, name in said for line in _lines([words], drawing.width, name)]
    below = _lines(credits, drawing.width, "quiet")
    margin, top = LINE / 2, LINE * len(above) + LINE
    height = top + drawing.height + LINE * len(below) + LINE * 1.5
    moved = element("g", drawing.inside, transform=f"translate({clean(margin)} {clean(top)})")
    texts = [
        words(text, margin, LINE * (1 + i), class_=name) for i, (text, name) in enumerate(above)
    ]
    start = top + drawing.height + LINE * 1.5
    texts += [
        words(text, margin, start + LINE * i, class_=name) for i, (text, name) in enumerate(below)
    ]
    width = drawing.width + LINE
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + _colored(
        element(
            "svg",
            element("title", str(escape(clean(title)))),
            element("desc", str(escape(clean("\n".join((description, *credits)))))),
            element("rect", width="100%", height="100%", fill="#fff"),
            moved,
            *texts,
            xmlns=NAMESPACE,
            viewBox=f"0 0 {clean(width)} {clean(height)}",
            width=width,
            height=height,
            font_family=FONT,
            font_size=TEXT,
            fill=LETTERS,
        ),
        FILE,
        brand,
    )


def picture_width(svg: str, most: int = PIXELS) -> int:
    """The width of a picture of a file: twice its own, less where it would have too many pixels."""
    wide, high = map(float, svg.partition('viewBox="0 0 ')[2].partition('"')[0].split())
    return round(min(2 * wide, sqrt(most * wide / high)))


def bare(
    drawing: Drawing, title: str, description: str, night: bool = False, brand: str = BRAND
) -> str:
    """The drawing alone as a file, for a page that says the rest; `night` on a dark ground."""
    return _colored(
        element(
            "svg",
            element("title", str(escape(clean(title)))),
            element("desc", str(escape(clean(description)))),
            drawing.inside,
            xmlns=NAMESPACE,
            viewBox=f"0 0 {clean(drawing.width)} {clean(drawing.height)}",
            width=drawing.width,
            height=drawing.height,
            font_family=FONT,
            font_size=TEXT,
            fill=LETTERS_AT_NIGHT if night else LETTERS,
        ),
        NIGHT if night else FILE,
        readable(brand, DARK) if night else brand,
    )


def _lines(texts: Iterable[str], width: float, name: str | None) -> list[tuple[str, str | None]]:
    letters = max(20, int(width / LETTER))
    return [(line, name) for text in texts for line in wrap(clean(text), letters)]


def _colored(svg: str, colors: Mapping[str, str], brand: str) -> str:
    for name, attributes in colors.items():
        svg = svg.replace(f' class="{name}"', f" {attributes.replace(BRAND, brand)}")
    return svg
