"""Which chart an address asks for."""

from collections.abc import Iterable
from typing import get_args

from publish.declare.chart import CHARTS, Step
from publish.figures.specification import (
    Specification,
    fitting,
    measurable,
    people,
    specifications,
)
from publish.site.base.refusals import BadRequest
from publish.site.base.site import Request
from publish.site.rows.selection import Selection

FUNCTIONS = ("sum", "mean")


def asked(request: Request, selection: Selection) -> Specification:
    """The chart that an address asks for; raises BadRequest naming what does not fit.

    Takes the words of a declared chart where it is one.
    """
    kind, column = request.args.get("_chart") or "", request.args.get("_column") or ""
    _one_of("_chart", kind, CHARTS)
    _one_of("_column", column, fitting(selection, CHARTS[kind].types))
    by = request.args.get("_by")
    if by:
        _one_of("_by", by, get_args(Step) if CHARTS[kind].steps else ())
    wanted = Specification(kind, column, *_measure(request, selection, kind), by)
    known = (one for one in specifications(selection) if one.arguments == wanted.arguments)
    return next(known, wanted)


def _measure(request: Request, selection: Selection, kind: str) -> tuple[str | None, str | None]:
    given = [name for name in FUNCTIONS if request.args.get(f"_{name}")]
    if len(given) > 1:
        raise BadRequest("_sum and _mean: name one of them")
    for name in given:
        column = request.args[f"_{name}"]
        numbers = measurable(selection, name) if CHARTS[kind].measures else ()
        _one_of(f"_{name}", column, numbers)
        return name, column
    return people(selection) if CHARTS[kind].measures else (None, None)


def _one_of(name: str, value: str, those: Iterable[str]) -> None:
    names = list(those)
    if value not in names:
        known = ", ".join(names) or "none for this chart"
        raise BadRequest(f"{name}: {value!r} does not fit; known: {known}")
