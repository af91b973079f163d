"""The days in the name that Matomo gives a report which is downloaded from its pages."""

import re
import unicodedata
from datetime import date

FRENCH = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet"),
    *("août", "septembre", "octobre", "novembre", "décembre"),
)
ENGLISH = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
MONTHS = {name: number for names in (FRENCH, ENGLISH) for number, name in enumerate(names, 1)}
MONTH = f"(?:{'|'.join(MONTHS)})"
ENDINGS = (
    # samedi 28 novembre 2026; semaine 23–29 novembre 2026; 28 décembre 2026 – 3 janvier 2027
    rf"(?:(?P<d1>\d+)(?:er)?(?: (?P<m1>{MONTH}))?(?: (?P<y1>\d{{4}}))? ?[–-] ?)?"
    rf"(?P<d2>\d+)(?:er)? (?P<m2>{MONTH}) (?P<y2>\d{{4}})",
    # Saturday, November 28, 2026; week November 23 – 29, 2026; December 28, 2026 – January 3, 2027
    rf"(?:(?P<m1>{MONTH}) (?P<d1>\d+)(?:, (?P<y1>\d{{4}}))? ?[–-] ?)?"
    rf"(?:(?P<m2>{MONTH}) )?(?P<d2>\d+), (?P<y2>\d{{4}})",
    # novembre 2026
    rf"(?P<m2>{MONTH}) (?P<y2>\d{{4}})",
)
NAMES = tuple(re.compile(rf"(?:[^\W\d]+,? )?{ending}") for ending in ENDINGS)


def period_in(name: str) -> str | None:
    """The period as `parsed` takes it, of `Export _ Pages _ 23–29 novembre 2026.csv` and its like.

    Raises ValueError for days that no calendar has.
    """
    stem = unicodedata.normalize("NFC", name).rpartition(".")[0].lower()
    before, _, last = stem.rpartition(" _ ")
    found = next((one for form in NAMES if before and (one := form.fullmatch(last))), None)
    return _written(found.groupdict()) if found else None


def _written(parts: dict[str, str | None]) -> str | None:
    month = parts["m2"] or parts.get("m1")
    if month is None:
        return None
    if "d2" not in parts:
        return f"{parts['y2']}-{MONTHS[month]:02}"
    last = date(int(parts["y2"] or 0), MONTHS[month], int(parts["d2"] or 0))
    if parts["d1"] is None:
        return last.isoformat()
    year, begun = int(parts["y1"] or last.year), MONTHS[parts["m1"] or month]
    return f"{date(year, begun, int(parts['d1'])).isoformat()}_{last.isoformat()}"
