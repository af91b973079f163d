"""A chart of départements or régions as a map: each shaded by its amount, with its figures."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

import publish
from publish.figures.chart import Figures, Mark
from publish.figures.specification import Specification
from publish.site.base.site import Site
from publish.site.charts.axes import said
from publish.site.charts.chart import figures, lines
from publish.site.charts.percent import amount_said
from publish.site.charts.sentences import column_title, measure_title, notes
from publish.site.charts.svg import LINE, Drawing, clean, element, inline, words
from publish.site.rows.selection import Selection
from publish.site.text.languages import gettext as _
from publish.site.text.languages import ngettext
from publish.words.places import place_key

FILE = Path(publish.__file__).parent / "built" / "places" / "divisions.json"
# More than there are départements with those overseas; shades, and how many values must be known.
MOST, SHADES, KNOWN = 130, 5, 0.8
# Pixels of the side of a square that explains a shade.
SWATCH = 13
_REGION = re.compile(r"\bregions?\b|\breg\b")


@dataclass(frozen=True)
class Choropleth:
    """The map for a page: its drawing, what lies outside of it, and all figures under `head`.

    `legend` are classes of the style sheet and what they stand for; `alone` is the drawing with it,
    for files, and `notes` what it leaves out.
    """

    drawing: Markup
    alone: Drawing
    elsewhere: str
    legend: tuple[tuple[str, str], ...]
    head: tuple[str, str]
    rows: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


async def choropleth_of(
    site: Site, selection: Selection, wanted: Specification, title: str
) -> Choropleth | None:
    """The map of a chart of bars; None where its values are neither départements nor régions."""
    if wanted.kind != "bars" or wanted.split or selection.fields[wanted.column].is_list:
        return None
    plain = replace(wanted, share=False, top=None, order=None)
    found = await figures(site, selection, plain, MOST)
    level = _level(selection, plain, found)
    if level is None:
        return None
    known = {level[key]: mark for mark in found.marks if (key := _key(mark.value)) in level}
    outside = [mark for mark in found.marks if not _is_drawn(level.get(_key(mark.value), ()))]
    amounts, ends = _ends(known)
    drawing, legend = _drawn(plain, known, ends), tuple(_legend(amounts, ends))
    told = [(label, amount_said(mark, plain)) for label, mark in lines(selection, plain, found)]
    head = column_title(selection, plain.column), measure_title(selection, plain)
    return Choropleth(
        drawing=inline(drawing, "choropleth", title, _("Drawn by département.")),
        alone=_with_legend(drawing, legend),
        elsewhere=_elsewhere(sum(mark.rows for mark in outside)),
        legend=legend,
        head=head,
        rows=tuple(told),
        notes=tuple(notes(selection, plain, found)),
    )


def _elsewhere(rows: int) -> str:
    if not rows:
        return ""
    said_rows = {"n": said(rows)}
    return (
        ngettext(
            "%(n)s row lies overseas or elsewhere: it is in the figures, not in the drawing.",
            "%(n)s rows lie overseas or elsewhere: they are in the figures, not in the drawing.",
            rows,
        )
        % said_rows
    )


def _key(value: Any) -> str:
    """A code, or a name, as divisions are known by: `1` and `01` are one."""
    text = str(value).strip()
    return text.zfill(2) if text.isdecimal() else place_key(text)


# Key -> the codes of the départements that it stands for.
Level = Mapping[str, tuple[str, ...]]


@cache
def _tree() -> Any:
    return json.loads(FILE.read_text(encoding="utf-8"))


@cache
def levels() -> tuple[Level, Level]:
    """Départements, then régions, by code and by name, those overseas too."""
    departments: dict[str, tuple[str, ...]] = {}
    regions: dict[str, tuple[str, ...]] = {}
    for one in _tree()["departments"]:
        for key in (one["code"], one["name"]):
            departments[_key(key)] = (one["code"],)
        for key in (one["region"], one["region_name"]):
            regions[_key(key)] = (*regions.get(_key(key), ()), one["code"])
    return departments, regions


def _is_drawn(codes: Sequence[str]) -> bool:
    return any(one["code"] in codes for one in _tree()["departments"] if one["path"])


def _level(selection: Selection, wanted: Specification, found: Figures) -> Level | None:
    """The divisions that most values are: régions where the column is called so."""
    field = selection.fields[wanted.column]
    called = " ".join(map(place_key, (field.name, *field.titles.values())))
    departments, regions = levels()
    order = (regions, departments) if _REGION.search(called) else (departments, regions)
    return next((level for level in order if _fits(level, found.marks)), None)


def _fits(level: Level, marks: Sequence[Mark]) -> bool:
    known = [mark for mark in marks if _key(mark.value) in level]
    return len(known) > 1 and len(known) >= KNOWN * len(marks)


def _ends(known: Mapping[tuple[str, ...], Mark]) -> tuple[list[float], list[float]]:
    """The amounts, and where the next shade begins: about as many in each."""
    amounts = sorted({mark.amount for mark in known.values() if mark.amount is not None})
    ends = [amounts[len(amounts) * n // SHADES] for n in range(1, SHADES)] if amounts else []
    return amounts, ends


def _drawn(
    wanted: Specification, known: Mapping[tuple[str, ...], Mark], ends: Sequence[float]
) -> Drawing:
    tree = _tree()
    marks = {code: mark for codes, mark in known.items() for code in codes}
    drawn = (one for one in tree["departments"] if one["path"])
    paths = (_path(one, marks.get(one["code"]), ends, wanted) for one in drawn)
    return Drawing(tree["width"], tree["height"], "".join(paths))


def _path(one: Any, mark: Mark | None, ends: Sequence[float], wanted: Specification) -> str:
    amount = mark.amount if mark else None
    shade = "shade0" if amount is None else f"shade{1 + bisect_right(ends, amount)}"
    told = amount_said(mark, wanted) if mark else "–"
    title = element("title", str(escape(clean(f"{one['name']}{_(':')} {told}"))))
    return element("path", title, d=one["path"], class_=shade)


def _with_legend(drawing: Drawing, legend: Sequence[tuple[str, str]]) -> Drawing:
    """The drawing with what its shades mean below it."""
    top = drawing.height + LINE
    lines = [
        element("rect", x=0, y=top + LINE * place, width=SWATCH, height=SWATCH, class_=shade)
        + words(told, SWATCH + LINE / 2, top + LINE * place + SWATCH - 2)
        for place, (shade, told) in enumerate(legend)
    ]
    inside = "".join([drawing.inside, *lines])
    return Drawing(drawing.width, top + LINE * len(legend), inside)


def credit() -> str:
    """Who drew the départements."""
    return _("Drawing: Victor Cazanave, svg-maps (CC BY 4.0).")


def _legend(amounts: Sequence[float], ends: Sequence[float]) -> Iterator[tuple[str, str]]:
    """What the shades mean: their class, from the least to the greatest amount in each."""
    for number in range(SHADES):
        own = [one for one in amounts if bisect_right(ends, one) == number]
        if own:
            told = said(own[0]) if own[0] == own[-1] else f"{said(own[0])}–{said(own[-1])}"
            yield f"shade{number + 1}", told
