"""The type of a column, guessed so that no value is ever changed by it: in doubt, a string.

`01004`, phone numbers, SIRET, `2020_10`, `0E0` and the country code `NA` stay what they are.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from stdnum import luhn

from publish.bakehouse.draft.names import suggests_code
from publish.bakehouse.draft.roles import percent
from publish.bakehouse.draft.yaml_text import inline

MISSING = frozenset(
    [
        "NA", "N/A", "n/a", "NR", "nr", "N.R.", "NC", "nc", "N.C.", "ND", "nd", "NULL", "null",
        "None", "none", "NaN", "nan", "\\N", "-", "--", "?", "??", "????", "#N/A", "S.O.", "so",
        "sans objet", "Sans objet", "non renseigné", "Non renseigné", "non communiqué",
    ]
)  # fmt: skip
BOOLEANS = (
    ("oui", "non"), ("vrai", "faux"), ("true", "false"), ("t", "f"), ("yes", "no"), ("o", "n"),
    ("y", "n"),
)  # fmt: skip
FIRMS = {9: "SIREN", 14: "SIRET"}
"""By their number of digits."""
TICKED = (("1", "0"),)
"""As forms write whether a choice was ticked; elsewhere these are numbers."""

INTEGER = re.compile(r"0|-?[1-9]\d{0,17}")
# What JavaScript and its like round as they read JSON.
ROUNDED = 2**53
# Up to 15 digits: a number of type REAL holds them exactly.
NUMBER = r"-?(?:0|[1-9]\d{{0,14}})(?:{mark}\d+(?:[eE][+-]?\d{{1,3}})?)?|-?{mark}\d+"
POINT = re.compile(NUMBER.format(mark=r"\."))
COMMA = re.compile(NUMBER.format(mark=","))
SPACED = re.compile(r"-?(?:0|[1-9]\d{0,2}(?:[ \u00a0\u202f]?\d{3}){0,4})(?:,\d+)?")
GROUPED = re.compile(r"-?(?:0|[1-9]\d{0,2}(?:,\d{3}){0,4})(?:\.\d+)?")

CLOCK = re.compile(
    r"(.+?)([ T])([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(\.\d+)?(Z|[+-]\d{2}(?::?\d{2})?)?"
)
DAYS = {
    "%Y-%m-%d": re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)"),
    "%Y/%m/%d": re.compile(r"(?P<y>\d{4})/(?P<m>\d\d)/(?P<d>\d\d)"),
    "%d/%m/%Y": re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})"),
    "%m/%d/%Y": re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})"),
    "%d-%m-%Y": re.compile(r"(?P<d>\d{1,2})-(?P<m>\d{1,2})-(?P<y>\d{4})"),
    "%m-%d-%Y": re.compile(r"(?P<m>\d{1,2})-(?P<d>\d{1,2})-(?P<y>\d{4})"),
    "%d.%m.%Y": re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})"),
    "%d/%m/%y": re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d\d)"),
}
AMERICAN = {"%d/%m/%Y": "%m/%d/%Y", "%d-%m-%Y": "%m-%d-%Y"}
SEPARATORS = (";", "|", ",")
RARE = 0.05
_CENTURY = "years of two digits are 1969 to 2068: `type: string` keeps older ones as written"
_DOUBT = "day/month or month/day? no day above 12 tells; the French order is supposed"


@dataclass(frozen=True)
class TypeGuess:
    """A column's type, the declaration's keys that go with it, and why."""

    type: str = "string"
    keys: Mapping[str, object] = field(default_factory=dict)
    why: tuple[str, ...] = ()


Counts = Mapping[str, int]
Guesser = Callable[[Counts], TypeGuess | None]


def guess_type(header: str, counts: Counts) -> TypeGuess:
    """The type of a column from its header and how often each of its values occurs."""
    present = {value: count for value, count in counts.items() if value.strip()}
    if not present:
        return TypeGuess(why=("empty in all rows read",))
    tokens = sorted({value.strip() for value in present} & MISSING)
    values = {v.strip(): count for v, count in present.items() if v.strip() not in tokens}
    guess = _first(values, header) if values else None
    if guess is None or guess.type == "string":
        why = guess.why if guess else ("text, or of several kinds",)
        return TypeGuess(why=(*why, *_hints(present, tokens)))
    return _with_missing(guess, tokens)


def _first(values: Counts, header: str) -> TypeGuess | None:
    boolean = partial(_boolean, pairs=BOOLEANS + (TICKED if _asks(header) else ()))
    guessers: tuple[Guesser, ...] = (boolean, _day, _moment, _business)
    if not suggests_code(header):
        guessers += (_integer, _number)
    elif all(INTEGER.fullmatch(value) for value in values):
        return TypeGuess(why=("digits, but the header speaks of a code: kept as written",))
    return next((found for guesser in guessers if (found := guesser(values))), None)


def _with_missing(guess: TypeGuess, tokens: Collection[str]) -> TypeGuess:
    if not tokens:
        return guess
    why = f"{_listed(tokens)} taken for missing among values of type {guess.type}"
    keys = {**guess.keys, "missing_values": ["", *tokens]}
    return TypeGuess(guess.type, keys, (*guess.why, why))


def _asks(header: str) -> bool:
    """Whether a header is a question, or a choice of one (`transport/vélo`)."""
    return header.rstrip().endswith("?") or "/" in header.strip("/")


def _business(values: Counts) -> TypeGuess | None:
    """French numbers of firms and their branches: told by their length and their check digit."""
    lengths = {len(value) for value in values}
    name = FIRMS.get(lengths.pop()) if len(lengths) == 1 else None
    if name and len(values) > 1 and all(map(luhn.is_valid, values)):
        return TypeGuess(why=(f"numbers of firms ({name}), which are names: kept as written",))
    return None


def _boolean(values: Counts, pairs: Sequence[tuple[str, str]]) -> TypeGuess | None:
    words = {value.lower() for value in values}
    for yes, no in pairs:
        if words == {yes, no}:
            spelled = {
                key: sorted(value for value in values if value.lower() == word)
                for key, word in (("true_values", yes), ("false_values", no))
            }
            return TypeGuess("boolean", spelled, (f"only the words {yes} and {no}",))
    return None


def _integer(values: Counts) -> TypeGuess | None:
    if not all(map(INTEGER.fullmatch, values)):
        return None
    if any(abs(int(value)) >= ROUNDED for value in values):
        return TypeGuess(
            why=("whole numbers of 2^53 or more, which JavaScript rounds: kept as text",)
        )
    return TypeGuess("integer", why=("all whole numbers",))


def _number(values: Counts) -> TypeGuess | None:
    if all(map(POINT.fullmatch, values)):
        return TypeGuess("number", why=("all numbers, with decimal points",))
    if all(map(COMMA.fullmatch, values)):
        return _decimal_comma(values, {"decimal": ","})
    if all(map(SPACED.fullmatch, values)) and any("," in value for value in values):
        return _decimal_comma(values, {"decimal": ",", "thousands": " "})
    if all(map(GROUPED.fullmatch, values)) and any("." in value for value in values):
        return TypeGuess("number", {"thousands": ","}, ("all numbers, with commas at thousands",))
    if all(POINT.fullmatch(value) or COMMA.fullmatch(value) for value in values):
        return TypeGuess(why=("some decimals have a comma, others a point: kept as written",))
    return None


def _decimal_comma(values: Counts, keys: Mapping[str, object]) -> TypeGuess:
    """A number with decimal commas, unless they are so few that they may separate two codes."""
    commas = sum(count for value, count in values.items() if "," in value)
    if commas < RARE * sum(values.values()):
        return TypeGuess(why=("very few values have a comma: a decimal one, or two values?",))
    return TypeGuess("number", keys, ("all numbers, with decimal commas",))


def _day(values: Counts) -> TypeGuess | None:
    format, why = _day_format(values)
    if format is None:
        return TypeGuess(why=why) if why else None
    keys = {} if format == "%Y-%m-%d" else {"format": format}
    return TypeGuess("date", keys, (f"all days as {format}", *why))


def _day_format(days: Collection[str]) -> tuple[str | None, tuple[str, ...]]:
    """The one format that reads all days as real dates, and what is doubtful about it."""
    for format, pattern in DAYS.items():
        if all(map(pattern.fullmatch, days)):
            if all(real_day(pattern, day) for day in days):
                american = AMERICAN.get(format)
                both = american and all(real_day(DAYS[american], day) for day in days)
                return format, (_DOUBT,) * bool(both) + (_CENTURY,) * ("%y" in format)
            if format not in AMERICAN:
                return None, (f"some are no days in {format}: kept as written",)
    return None, ()


def real_day(pattern: re.Pattern[str], day: str) -> bool:
    """Whether a text that fits a pattern of DAYS is a day of the calendar."""
    match = pattern.fullmatch(day)
    if match is None:
        return False
    year = int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)
    try:
        return date(year, int(match["m"]), int(match["d"])).year >= 1000
    except ValueError:
        return False


def _moment(values: Counts) -> TypeGuess | None:
    clocks_read = [CLOCK.fullmatch(value) for value in values]
    matches = [match for match in clocks_read if match]
    clocks = {_clock_format(match) for match in matches}
    zoned = {match[6] is not None for match in matches}
    if len(matches) < len(clocks_read) or len(zoned) > 1:
        return None
    format, why = _day_format({match[1] for match in matches})
    iso = format == "%Y-%m-%d"
    if format is None or (len(clocks) > 1 and not iso):
        return None
    written = " or ".join(sorted(format + clock for clock in clocks))
    zone = () if True in zoned else ("no time zone written: if local, `timezone: Europe/Paris`",)
    keys = {} if iso else {"format": written}
    return TypeGuess("datetime", keys, (f"all moments as {written}", *why, *zone))


def _clock_format(match: re.Match[str]) -> str:
    seconds = ("%H:%M:%S" if match[4] else "%H:%M") + (".%f" if match[5] else "")
    return match[2] + seconds + ("%z" if match[6] else "")


def _hints(present: Counts, tokens: Collection[str]) -> tuple[str, ...]:
    """What a person may want to declare about a column of strings."""
    hints = []
    if tokens:
        held = sum(count for value, count in present.items() if value.strip() in tokens)
        share = percent(held, sum(present.values()))
        hints.append(
            f"{_listed(tokens)} ({share}) may mean missing, or be a value: if missing, "
            f"add `missing_values: {inline(['', *tokens])}`"
        )
    separator = _separator(present)
    if separator:
        hints.append(f"lists? `type: list, separator: {inline(separator)}` makes facets of them")
    return tuple(hints)


def _separator(present: Counts) -> str | None:
    """The sign between repeated short parts, when a fifth of the values have it."""
    for sign in SEPARATORS:
        with_sign = [value for value in present if sign in value]
        parts = [part.strip() for value in with_sign for part in value.split(sign)]
        few = 0 < len(set(parts)) <= len(parts) / 2
        if few and len(with_sign) * 5 >= len(present) and max(map(len, parts)) <= 40:
            return sign
    return None


def _listed(tokens: Collection[str]) -> str:
    return ", ".join(f"`{token}`" for token in tokens)
