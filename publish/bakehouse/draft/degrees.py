"""Whether two columns are degrees of latitude and longitude, and which is which."""

from collections.abc import Iterable, Mapping
from typing import Literal

Order = Literal["as named", "swapped"]
FRANCE = (41.0, 51.5), (-5.5, 10.0)
"""Latitudes and longitudes of the mainland and Corsica: swapped, they are in the Indian Ocean."""


def order_of(latitudes: Iterable[float], longitudes: Iterable[float]) -> Order | None:
    """Which way most values are degrees; swapped where only that is, or only that is in France."""
    pairs = list(latitudes), list(longitudes)
    named, swapped = _degrees(*pairs), _degrees(*pairs[::-1])
    if swapped and (not named or (_in_france(*pairs[::-1]) and not _in_france(*pairs))):
        return "swapped"
    return "as named" if named else None


def numbers(counts: Iterable[str], keys: Mapping[str, object]) -> list[float]:
    """The numbers of a column as it is declared; what is none is left out."""
    found, marks = [], str.maketrans("", "", f" \u00a0\u202f{keys.get('thousands', '')}")
    for text in counts:
        try:
            found.append(float(text.translate(marks).replace(str(keys.get("decimal", ".")), ".")))
        except ValueError:
            continue
    return found


def _degrees(latitudes: list[float], longitudes: list[float]) -> bool:
    return _mostly(latitudes, -90, 90) and _mostly(longitudes, -180, 180)


def _in_france(latitudes: list[float], longitudes: list[float]) -> bool:
    return _mostly(latitudes, *FRANCE[0]) and _mostly(longitudes, *FRANCE[1])


def _mostly(values: list[float], least: float, most: float) -> bool:
    return sum(least <= value <= most for value in values) * 2 > len(values)
