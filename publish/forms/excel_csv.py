"""CSV for those who open it in Excel: marked as UTF-8, with the signs of a language.

In French Excel parts cells at semicolons and writes decimals with a comma. A text that it would run
as a formula has an apostrophe before it.
"""

import re
from collections.abc import Iterable, Iterator

from publish.forms.kinds import Row

DELIMITERS = {"fr": ";"}
DECIMALS = {"fr": ","}
# Telephones and numbers begin with such signs too.
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d\s.,()/-]*$)")


def excel_rows(rows: Iterable[Row], language: str) -> Iterator[list[object]]:
    """The rows as Excel of a language reads them."""
    point = DECIMALS.get(language, ".")
    for row in rows:
        yield [_cell(cell, point) for cell in row]


def _cell(cell: object, point: str) -> object:
    if isinstance(cell, float):
        return repr(cell).replace(".", point)
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell
