"""Headers that can name columns: none empty, no two alike."""

from collections import Counter
from collections.abc import Sequence

from publish.errors import SourceError
from publish.words.limits import COLUMNS

MEND = "mend it in the export"


def checked_headers(
    headers: Sequence[str], place: str, way_out: str | None = None
) -> tuple[str, ...]:
    """The headers, stripped; SourceError for too many, an unfit one, two that differ by case only.

    DuckDB takes such two for one, so they cannot both stay; a zero character ends its SQL.
    `way_out` is what helps beside a better export.
    """
    if len(headers) > COLUMNS:
        raise SourceError(
            f"{place}: {len(headers)} headers; at most {COLUMNS}: export fewer columns, or two "
            "tables with the same key"
        )
    numbered = list(enumerate((header.strip() for header in headers), start=1))
    empty = [str(number) for number, header in numbered if not header]
    if empty:
        raise SourceError(f"{place}: no header in column {', '.join(empty)}; {way_out or MEND}")
    broken = [str(number) for number, header in numbered if "\0" in header]
    if broken:
        raise SourceError(
            f"{place}: a zero character in the header of column {', '.join(broken)}; "
            f"{way_out or MEND}"
        )
    counts = Counter(header.lower() for _, header in numbered)
    twice = [f"{name!r} (column {number})" for number, name in numbered if counts[name.lower()] > 1]
    if twice:
        raise SourceError(f"{place}: the same header twice: {', '.join(twice)}; {way_out or MEND}")
    return tuple(header for _, header in numbered)
