"""Numbers, dates and places made coarser by fixed rules: bands, rounding, grids, bounds."""

from datetime import date
from typing import Any

import ibis

from publish.bakehouse.protect.tools import Tools
from publish.declare.bands import band_labels
from publish.declare.techniques import Band, Grid, Parameters, Round, TopCode, TruncateDate

# Digits kept after the point: what binary fractions add beyond is noise.
DIGITS = 9


def band(table: Any, column: str, parameters: Parameters, tools: Tools) -> Any:
    """The interval that a number, a date or a datetime falls in, as text."""
    assert isinstance(parameters, Band)
    value = table[column]
    days = value.type().is_string()
    if days:
        value = value.substr(0, 10)
    labels = band_labels(parameters.cuts, whole=value.type().is_integer())
    upper = [cut.isoformat() if isinstance(cut, date) else cut for cut in parameters.cuts]
    branches = [(value < cut, label) for cut, label in zip(upper, labels, strict=False)]
    label = ibis.cases(*branches, else_=labels[-1])
    return table.mutate(**{column: value.isnull().ifelse(ibis.null("string"), label)})


def round_to(table: Any, column: str, parameters: Parameters, tools: Tools) -> Any:
    """The nearest multiple of the step; halves go up."""
    assert isinstance(parameters, Round)
    value, step = table[column], parameters.to
    if value.type().is_integer():
        over = (value % step + step) % step
        rounded = value - over + (over * 2 >= step).ifelse(step, 0)
    else:
        rounded = _tidy((value / step + 0.5).floor() * step)
    return table.mutate(**{column: rounded.cast(value.type())})


def grid(table: Any, column: str, parameters: Parameters, tools: Tools) -> Any:
    """The centre of the cell, cells being counted from 0 degrees."""
    assert isinstance(parameters, Grid)
    size = parameters.size
    # What stands on an edge in decimal falls a hair below it in binary.
    cell = (table[column] / size + 1e-9).floor()
    return table.mutate(**{column: _tidy((cell.cast("float64") + 0.5) * size)})


def _tidy(number: Any) -> Any:
    """Without binary noise, and without a minus before 0."""
    return number.cast("float64").round(DIGITS) + 0.0


def top_code(table: Any, column: str, parameters: Parameters, tools: Tools) -> Any:
    """The value, or the bound where it is over."""
    assert isinstance(parameters, TopCode)
    value = table[column]
    coded = (value > parameters.max).ifelse(parameters.max, value)
    return table.mutate(**{column: coded.cast(value.type())})


def truncate_date(table: Any, column: str, parameters: Parameters, tools: Tools) -> Any:
    """The year, quarter, month or ISO 8601 week of an ISO text, as text."""
    assert isinstance(parameters, TruncateDate)
    text = table[column]
    day = text.substr(0, 10).cast("date")
    texts = {
        "year": text.substr(0, 4),
        "quarter": text.substr(0, 4) + "-Q" + day.quarter().cast("string"),
        "month": text.substr(0, 7),
        "week": day.iso_year().cast("string")
        + "-W"
        + day.week_of_year().cast("string").lpad(2, "0"),
    }
    return table.mutate(**{column: texts[parameters.to]})
