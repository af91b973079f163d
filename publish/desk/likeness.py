"""How alike what somebody says of a row and what another one says are, column by column.

Texts are compared in normal forms, as the linkage of partners' rows has them (`bd` is `boulevard`,
`www.` and `+33` are nothing), and measured as the reconciliation measures names.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from publish.figures.near import Circle
from publish.release.table import Field, Table
from publish.site.reconcile.ranked import NAME_WEIGHT, alike
from publish.words.letters import fold
from publish.words.streets import STREETS

Said = Mapping[str, str | None]
"""The texts of a release by column; None is no value."""
Kind = Literal["email", "website", "phone", "code", "text"]
KM = 0.15
"""Two places that are farther apart are not told to be one."""
_NEAR = ((KM, 1.0), (1.0, 0.5), (10.0, 0.2))
# What many rows share, such as a kind or a day, tells little.
_SHARED_WEIGHT = 0.25
_LIKELY, _NAMED = 0.8, 0.6
_EMAIL = re.compile(r"[^\s,;<>:]+@[^\s,;<>]+")
_SITE = re.compile(r"(?:[a-z]+:)?//\S+|(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?")
_BESIDE_SITE = re.compile(r"^(?:[a-z]+:)?//|[?#\s].*$")
_PHONE = re.compile(r"[+0][\d\s().\-/]{7,}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d.*|\d\d/\d\d/\d{4}")
_DIGITS, _MOST_DIGITS, _MOST_LETTERS = 8, 13, 4
_SHORT = {short: word for forms, word in STREETS.items() for short in forms.split("|")}


@dataclass(frozen=True)
class Likeness:
    """How alike two rows are, from 0 to 1, by column and as a whole.

    `is_likely` says that a person should look before both are there.
    """

    score: float
    is_likely: bool
    columns: Mapping[str, float]


def likeness(table: Table, said: Said, there: Said) -> Likeness | None:
    """What is alike of the columns that both say; None where that is nothing."""
    both = {
        name: (text, other)
        for name, text in said.items()
        if text is not None and (other := there.get(name)) is not None
    }
    found = {name: _cells(table.columns[name], *texts) for name, texts in both.items()}
    if table.point and {*table.point} <= both.keys():
        found |= dict.fromkeys(table.point, _places(table.point, said, there))
    label = table.label or ""
    if said.get(label) is not None and found:
        # A row without a name is not called so.
        found.setdefault(label, 0.0)
    if not found:
        return None
    weights = {name: _weight(table, name) for name in found}
    score = sum(weights[name] * value for name, value in found.items()) / sum(weights.values())
    telling = any(value == 1 and form(both[name][0])[0] != "text" for name, value in found.items())
    named = found.get(label, 1.0)
    likely = telling or found.get(label) == 1 or (score >= _LIKELY and named >= _NAMED)
    return Likeness(round(score, 3), likely, found)


def form(text: str) -> tuple[Kind, str]:
    """What a text is by its looks, and how it is compared; "" where nothing is left of it."""
    lower = text.strip().lower()
    if found := _EMAIL.search(lower):
        return "email", found[0]
    if _SITE.fullmatch(lower):
        return "website", _BESIDE_SITE.sub("", lower).removeprefix("www.").rstrip("/")
    digits = re.sub(r"\D", "", lower)
    if _PHONE.fullmatch(lower) and _DIGITS <= len(digits) <= _MOST_DIGITS:
        return "phone", digits[-9:]
    code = fold(text).replace(" ", "")
    if len(digits) >= _DIGITS and len(code) - len(digits) <= _MOST_LETTERS:
        return ("text", fold(text)) if _DAY.fullmatch(lower) else ("code", code)
    return "text", " ".join(_SHORT.get(word, word) for word in fold(text).split())


def _cells(field: Field, one: str, other: str) -> float:
    if field.is_list:
        mine, theirs = ({fold(str(item)) for item in json.loads(text)} for text in (one, other))
        return len(mine & theirs) / max(len(mine | theirs), 1)
    if field.type != "string":
        return float(one == other)
    (kind, mine_form), (its, its_form) = form(one), form(other)
    if kind == its == "text":
        return alike(mine_form, its_form) / 100
    return float(kind == its and mine_form == its_form)


def _places(point: tuple[str, str], said: Said, there: Said) -> float:
    (lat, lon), here = ([float(row[name] or 0) for name in point] for row in (said, there))
    away = Circle(lat, lon, KM).distance(*here)
    return next((value for km, value in _NEAR if away <= km), 0.0)


def _weight(table: Table, name: str) -> float:
    if name == table.label:
        return NAME_WEIGHT
    if name in (table.point or ()):
        return 0.5
    shared = name in table.facets or table.columns[name].type != "string"
    return _SHARED_WEIGHT if shared else 1.0
