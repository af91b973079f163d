"""A draft of `dataset.yaml`: guesses with their reasons, and what only a person can decide.

What a person has to decide stands there as a comment, so that the draft does not load before.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from publish.draft.browse import Guess, browse_of, key_of, pair_of
from publish.draft.names import column_names
from publish.draft.roles import guess_roles
from publish.draft.rows import Sample
from publish.draft.types import guess_type
from publish.draft.vocabulary import AUTHORS
from publish.licenses import LICENSES

# What YAML 1.1 readers take for something else than a string.
WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def guesses(sample: Sample) -> list[Guess]:
    """What is guessed of each column, in the file's order."""
    cells = zip(*sample.rows, strict=True) if sample.rows else [()] * len(sample.headers)
    counts = dict(zip(sample.headers, map(Counter, cells), strict=True))
    return [
        Guess(name, header, values, guess_type(header, values), role)
        for name, (header, values), role in zip(
            column_names(sample.headers), counts.items(), guess_roles(counts), strict=True
        )
    ]


def written(sample: Sample, title: str, table: str, path: str) -> str:
    """The draft's text."""
    columns = guesses(sample)
    lines = [*_head(sample, path), *_dataset(title), *_table(sample, columns, title, table, path)]
    return "\n".join(lines) + "\n"


def _head(sample: Sample, path: str) -> Iterator[str]:
    read, file = "all" if sample.whole else "the first", _plain(path.rsplit("/", 1)[-1])
    yield f"# Drafted by `fournil new` from {read} {len(sample.rows):,} rows of {file}."
    yield "# Types, roles and settings are guesses; the line above each column says why. Read all:"
    yield "# a column is published as it is unless its role or `protect:` says otherwise."
    yield f"# The export belongs into {path}, beside this file."
    yield "# Lines marked DECIDE wait for a person: the file is refused until the keys below them"
    yield "# are uncommented and filled. Add `description: {fr: …, en: …}` to each column you keep."


def _dataset(title: str) -> Iterator[str]:
    yield ""
    yield f"title: {{fr: {scalar(title)}}}  # add `en:`"
    yield "# DECIDE: what the data is and is good for, in a few sentences."
    yield '# description: {fr: ""}'
    yield "# DECIDE: who made the data, as its licence makes reusers say; `url:` may be added."
    yield '# producer: {name: ""}'
    yield "# DECIDE: where to write for corrections and withdrawals."
    yield '# contact: ""'
    yield "# DECIDE: true if users of the service made it (then a share-alike licence), or false."
    yield "# contributed:"
    yield "# DECIDE: one of"
    width = max(map(len, LICENSES))
    for spdx, license in LICENSES.items():
        alike = " (share-alike)" if license.share_alike else ""
        yield f"#   {spdx:{width}}  {license.title['en']}{alike}"
    yield "# license:"
    yield "frequency: unknown  # how often there are new exports: weekly, monthly, …"


def _table(
    sample: Sample, columns: Sequence[Guess], title: str, table: str, path: str
) -> Iterator[str]:
    yield "tables:"
    yield f"  {table}:"
    yield f"    title: {{fr: {scalar(title)}}}"
    yield "    # DECIDE: things (places, products, …) or people (a row tells of a person)."
    if any(not column.open for column in columns):
        yield "    # Some columns below look personal: read their roles first."
    yield "    # about:"
    yield "    sources:"
    yield from (f"      # {note}" for note in sample.notes)
    yield f"      - {flow({'path': path, **sample.source})}"
    authors = [column.name for column in columns if column.speaks_of(AUTHORS)]
    if authors:
        yield "    # The column that names who made the row, published or not:"
        yield f"    # contributor: {authors[0]}"
    yield from _key(sample, columns)
    yield from _coordinates(columns)
    yield "    columns:"
    for column in columns:
        yield from _column(column)
    browse = browse_of(columns, len(sample.rows))
    if browse:
        yield f"    browse: {flow(browse)}"


def _key(sample: Sample, columns: Sequence[Guess]) -> Iterator[str]:
    found = key_of(columns, len(sample.rows))
    if found:
        yield "    # Never empty, never twice in the rows read."
        yield f"    primary_key: {found}"
    else:
        yield "    # No column is filled and different in each row; several together may be:"
        yield "    # primary_key: []"


def _coordinates(columns: Sequence[Guess]) -> Iterator[str]:
    pair = pair_of(columns)
    if pair:
        yield "    # Add `bounds: [west, south, east, north]` to find points outside."
        yield f"    coordinates: [{{lat: {pair[0]}, lon: {pair[1]}}}]"


def _column(column: Guess) -> Iterator[str]:
    yield f"      # {'; '.join((*column.type.why, *column.role.why))}"
    keys: dict[str, object] = {"type": column.type.type, "role": column.role.role}
    if column.role.drop:
        keys["protect"] = "drop"
    if column.header != column.name:
        keys["from"] = column.header
    yield f"      {column.name}: {flow({**keys, **column.type.keys})}"


def flow(value: object) -> str:
    """A value as YAML on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return str(value) if isinstance(value, int) else scalar(str(value))


def scalar(text: str) -> str:
    """A string as YAML: plain where nothing in it can be misread, else in double quotes."""
    if re.fullmatch(r"[A-Za-z_][\w./-]*(?: [\w./-]+)*", text) and text.lower() not in WORDS:
        return text
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\x7f").replace("\x85", "\\x85")


def _plain(text: str) -> str:
    """The text on one line of a comment."""
    return "".join(char if char.isprintable() else "?" for char in text)
