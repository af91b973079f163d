"""What people type for a cell, as a release writes it; what does not fit is told at once."""

import json
import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime

from publish.declare.column import Column
from publish.words.unseen import has_unseen

_WHOLE = re.compile(r"[+-]?\d{1,18}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")
_LAST_ZEROS = re.compile(r"(\.\d*?)0+(?=Z|$)")


def written(column: Column, text: str, base: str | None = None) -> str | None:
    """A text as a release writes the value; None for no value.

    A moment is told as the cell's `base` is: in UTC, or by a clock of no zone. Raises ValueError
    with what is wrong, without the place.
    """
    given = text.strip()
    if given == "":
        if column.constraints.required:
            raise ValueError("needs a value")
        return None
    if has_unseen(given):
        raise ValueError(f"{given!r} has characters that nobody sees")
    found = _moment(given, base) if column.type == "datetime" else _WRITERS[column.type](given)
    _constrained(column, found)
    return found


def released(type: str, value: object) -> str | None:
    """A value in the database of a release as the text that a release writes; None for no value."""
    if value is None:
        return None
    if type == "boolean":
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)


def _integer(text: str) -> str:
    if not _WHOLE.fullmatch(text):
        raise ValueError(f"{text!r} is no whole number")
    return str(int(text))


def _number(text: str) -> str:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        raise ValueError(f"{text!r} is no number") from None
    if not math.isfinite(number):
        raise ValueError(f"{text!r} is no number")
    return repr(number)


def _boolean(text: str) -> str:
    if text not in ("true", "false"):
        raise ValueError(f"{text!r} is neither `true` nor `false`")
    return text


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(f"{text!r} is no day, such as 2026-11-30") from None


def _moment(text: str, base: str | None) -> str:
    try:
        if not _MOMENT.fullmatch(text):
            raise ValueError
        time = datetime.fromisoformat(text)
        if base is not None and not base.endswith("Z"):
            time = time.replace(tzinfo=None)
        elif base is not None and time.tzinfo is None:
            raise ValueError
        elif time.tzinfo is not None:
            time = time.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{text!r} is no moment, such as 2026-11-30T18:00:00Z") from None
    return _LAST_ZEROS.sub(r"\1", time.isoformat().replace("+00:00", "Z"))


def _list(text: str) -> str:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, list):
        raise ValueError(f'{text!r} is no list, such as ["a", "b"]')
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


_WRITERS: dict[str, Callable[[str], str]] = {
    "string": str,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "list": _list,
}


def _constrained(column: Column, text: str) -> None:
    """What Table Schema's constraints say of a value; the publication looks at all again.

    At a `pattern` it alone looks: matched here, one could stop the server for hours.
    """
    rule = column.constraints
    if rule.enum is not None and text not in rule.enum:
        raise ValueError(f"{text!r} is none of {', '.join(rule.enum)}")
    if rule.min_length is not None and len(text) < rule.min_length:
        raise ValueError(f"{text!r} is shorter than {rule.min_length}")
    if rule.max_length is not None and len(text) > rule.max_length:
        raise ValueError(f"{text!r} is longer than {rule.max_length}")
    if rule.minimum is not None and _beyond(text, rule.minimum, -1):
        raise ValueError(f"{text!r} is less than {rule.minimum}")
    if rule.maximum is not None and _beyond(text, rule.maximum, 1):
        raise ValueError(f"{text!r} is more than {rule.maximum}")


def _beyond(text: str, bound: str | float, side: int) -> bool:
    """Whether a number, or a day or moment in ISO 8601, lies on that side of a bound."""
    if isinstance(bound, str):
        return text < bound if side < 0 else text > bound
    return (float(text) - bound) * side > 0
