"""How to read a table from a program: lines that work as they are."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from publish.site.text.languages import gettext as _

ROWS = 5


@dataclass(frozen=True)
class ProgramExample:
    """A program's name, and its lines."""

    language: str
    code: str


def examples(home: str, dataset: str, table: str, where: Mapping[str, Any]) -> list[ProgramExample]:
    """curl, Python and R; `where` names a column and one of its values, or nothing."""
    file, rows = f"{home}/download/{dataset}/{table}.csv", f"{home}/{dataset}/{table}.json"
    return [
        ProgramExample("curl", _curl(file, rows, where)),
        ProgramExample("Python", _python(file, rows, where)),
        ProgramExample("R", _r(file, rows, where)),
    ]


def _curl(file: str, rows: str, where: Mapping[str, Any]) -> str:
    whole, some = _("The whole table"), _("Some rows, as JSON")
    filters = "".join(
        f" \\\n  --data-urlencode {shlex.quote(f'{key}={value}')}" for key, value in where.items()
    )
    return (
        f"# {whole}\n"
        f"curl --fail --remote-name {shlex.quote(file)}\n\n"
        f"# {some}\n"
        f"curl --fail --get {shlex.quote(rows)} --data _shape=array --data _size={ROWS}{filters}"
    )


def _python(file: str, rows: str, where: Mapping[str, Any]) -> str:
    whole, some = _("The whole table"), _("Some rows, as JSON")
    return (
        "import csv, io, json\n"
        "from urllib.parse import urlencode\n"
        "from urllib.request import urlopen\n\n"
        f"# {whole}\n"
        f"with urlopen({_literal(file)}) as answer:\n"
        '    text = io.TextIOWrapper(answer, encoding="utf-8", newline="")\n'
        "    table = list(csv.DictReader(text))\n\n"
        f"# {some}\n"
        f"query = urlencode({_literal({'_shape': 'array', '_size': ROWS, **where})})\n"
        f"with urlopen({_literal(f'{rows}?')} + query) as answer:\n"
        "    rows = json.load(answer)"
    )


def _r(file: str, rows: str, where: Mapping[str, Any]) -> str:
    whole, some = _("The whole table; codes keep their leading zeros"), _("Some rows, as JSON")
    query = urlencode({"_shape": "array", "_size": ROWS, **where})
    return (
        f"# {whole}\n"
        f"table <- read.csv({_literal(file)},\n"
        '  colClasses = "character", na.strings = "", fileEncoding = "UTF-8")\n\n'
        f"# {some}\n"
        f"rows <- jsonlite::fromJSON({_literal(f'{rows}?{query}')})"
    )


def _literal(value: Any) -> str:
    """A text or a mapping as Python and R write them, both as JSON does."""
    return json.dumps(value, ensure_ascii=False)
