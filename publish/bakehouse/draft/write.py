"""A draft of `dataset.yaml`: guesses with their reasons, and what only a person can decide.

What a person has to decide stands there as a comment, so that the draft does not load before.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from publish.bakehouse.draft.browse import KEYS, DraftColumn, browse_of, key_of
from publish.bakehouse.draft.decided import (
    Decisions,
    TableDecisions,
    counts_of,
    dataset_lines,
    table_lines,
)
from publish.bakehouse.draft.links import Keyed, Link, link_lines, linked
from publish.bakehouse.draft.names import column_names
from publish.bakehouse.draft.people import about_people, proposed
from publish.bakehouse.draft.places import map_of, place_lines, placed
from publish.bakehouse.draft.proof import proven
from publish.bakehouse.draft.roles import guess_roles
from publish.bakehouse.draft.rows import Drafted, Known, Sample
from publish.bakehouse.draft.surveys import surveyed
from publish.bakehouse.draft.types import guess_type
from publish.bakehouse.draft.vocabulary import AUTHORS
from publish.bakehouse.draft.yaml_text import Line, block, document, inline, sequence
from publish.words.licenses import LICENSES

MOST_REJECTS = 0.01
MANY_BLANKS = 0.05
REVIEW = (
    "DECIDE, where anything but open columns about things is left below: who read all roles and",
    "answers for them, on which day, and until which (2026-11-30).",
    "reviewed: {by: …, on: …, until: …}",
)


def guesses(sample: Sample) -> list[DraftColumn]:
    """What is guessed of each column, in the file's order, but for what its format says."""
    cells = zip(*sample.rows, strict=True) if sample.rows else [()] * len(sample.headers)
    counts = dict(zip(sample.headers, map(Counter, cells), strict=True))
    said = [sample.known.get(header, Known(header)) for header in counts]
    types = proven([(guess_type(header, values), values) for header, values in counts.items()])
    columns = [
        DraftColumn(name, header, values, of.type or type, of.role or role)
        for name, of, (header, values), type, role in zip(
            column_names([of.name for of in said]),
            *(said, counts.items(), types, guess_roles(counts)),
            strict=True,
        )
    ]
    survey = surveyed(columns)
    return placed(survey.columns if survey else columns).columns


def written_as_decided(decided: Decisions, left: Sequence[str]) -> str:
    """The text of a declaration for which a person answered all questions."""
    tables = block(
        (
            (
                one.drafted.name,
                block(_table(one.drafted, one.columns, one.links, one, decided.on), 4),
            )
            for one in decided.tables
        ),
        indent=2,
    )
    head = _head_of_answers(decided)
    return document(head, block([*dataset_lines(decided), *left, ("tables", tables)]))


def _head_of_answers(decided: Decisions) -> Iterator[str]:
    paths = _paths([one.drafted for one in decided.tables])
    yield f"Written by `fournil new` from {', '.join(paths)} and what was answered on {decided.on}."
    yield "The line above each column says why its type and role were taken. Add"
    yield "`description: {fr: …, en: …}` to each column you keep, and `en:` to each title."


def written(drafted: Sequence[Drafted], title: str, left: Sequence[str] = ()) -> str:
    """The draft's text; `left` says what of the files is not drafted."""
    found = [guesses(one.sample) for one in drafted]
    # What is about people is no table to point to: its rows are not published as they are.
    keyed = [
        Keyed(
            one.name,
            columns,
            None if about_people(columns) else key_of(columns, len(one.sample.rows)),
        )
        for one, columns in zip(drafted, found, strict=True)
    ]
    tables = block(
        (
            (one.name, block(_table(one, of.columns, of.links), indent=4))
            for one, of in zip(drafted, linked(keyed), strict=True)
        ),
        indent=2,
    )
    closed = any(not column.open for columns in found for column in columns)
    lines = [*undecided_dataset(title), *(REVIEW if closed else ()), *left, ("tables", tables)]
    return document(_head(drafted), block(lines))


def _paths(drafted: Sequence[Drafted]) -> list[str]:
    return list(dict.fromkeys(one.path for one in drafted))


def _head(drafted: Sequence[Drafted]) -> Iterator[str]:
    read = "all" if all(one.sample.whole for one in drafted) else "the first"
    rows, paths = sum(len(one.sample.rows) for one in drafted), _paths(drafted)
    files = ", ".join(Path(path).name for path in paths)
    yield f"Drafted by `fournil new` from {read} {rows:,} rows of {files}."
    yield "Types, roles and settings are guesses; the line above each column says why. Read all:"
    yield "a column is published as it is unless its role or `protect:` says otherwise."
    yield f"The export belongs into {', '.join(paths)}, beside this file."
    if drafted[1:]:
        yield "Each table below is one of its files, sheets, tables or lists: delete those not to"
        yield "publish, and the `foreign_keys` that point to them."
    yield "Lines marked DECIDE wait for a person: the file is refused until the keys below them"
    yield "are uncommented and filled. Add `description: {fr: …, en: …}` to each column you keep,"
    yield "and `en:` to each title."


def undecided_dataset(title: str) -> Iterator[Line]:
    """What only a person can say of a dataset, as comments."""
    yield "title", {"fr": title}
    yield "DECIDE: what the data is and is good for, in a few sentences."
    yield 'description: {fr: ""}'
    yield from undecided_people()
    yield "DECIDE: true if users of the service made it (then a share-alike licence), or false."
    yield "contributed:"
    yield "DECIDE: one of"
    width = max(map(len, LICENSES))
    for spdx, license in LICENSES.items():
        alike = " (share-alike)" if license.share_alike else ""
        yield f"  {spdx:{width}}  {license.title['en']}{alike}"
    yield "license:"
    yield "How often there are new exports: weekly, monthly, …"
    yield "frequency", "unknown"


def undecided_people() -> Iterator[Line]:
    """Who made the data and who answers for it, as comments."""
    yield "DECIDE: who made the data, as its licence makes reusers say; `url:` may be added."
    yield 'producer: {name: ""}'
    yield "DECIDE: where to write for corrections and withdrawals."
    yield 'contact: ""'


def _table(
    drafted: Drafted,
    columns: list[DraftColumn],
    links: Sequence[Link],
    decided: TableDecisions | None = None,
    on: date | None = None,
) -> Iterator[Line]:
    sample = drafted.sample
    yield "title", {"fr": drafted.title}
    yield from table_lines(decided) if decided else _undecided(columns)
    yield from sample.notes
    yield from _sources(sample, {"path": drafted.path})
    yield from _rejects(sample)
    if decided:
        yield from counts_of(decided, on)
    else:
        yield from proposed(sample, columns) if about_people(columns) else _contributor(columns)
    where = placed(columns)
    if decided is None or decided.about == "things":
        yield from _key(sample, columns)
        yield from link_lines(links)
        yield from place_lines(where)
    pointing = {link.column for link in links}
    described = [
        line for one in columns for line in _column(one, len(sample.rows), one.name in pointing)
    ]
    yield "columns", block(described, indent=6)
    counted = decided is not None and decided.about == "people"
    if browse := {} if counted else browse_of(columns, len(sample.rows)) | map_of(columns, where):
        yield "browse", browse


def _undecided(columns: Sequence[DraftColumn]) -> Iterator[Line]:
    survey = surveyed(columns)
    if survey:
        yield f"A survey, as {survey.form} exports it: about people."
    yield "DECIDE: things (places, products, …) or people (a row tells of a person)."
    if any(not column.open for column in columns):
        yield "Some columns below look personal: read their roles first."
    yield "about:"


def _contributor(columns: Sequence[DraftColumn]) -> Iterator[Line]:
    authors = [column.name for column in columns if column.speaks_of(AUTHORS)]
    if authors:
        yield "The column that names who made the row, published or not:"
        yield f"contributor: {authors[0]}"


def _sources(sample: Sample, path: dict[str, object]) -> Iterator[Line]:
    """How the file is read: the one way, or both where nothing tells which is right."""
    if sample.otherwise is None:
        yield "sources", sequence({**path, **sample.source})
        return
    yield "DECIDE: does the first record name the columns? Nothing tells. Uncomment `sources:` and"
    yield "one of the two lines: it does; or it is a record like those below (rename the columns)."
    yield "sources:"
    yield f"  - {inline({**path, **sample.source})}"
    yield f"  - {inline({**path, **sample.otherwise})}"


def _rejects(sample: Sample) -> Iterator[Line]:
    """How many rows may be refused: those of another width, where they are few."""
    if not sample.ragged:
        return
    yield f"{sample.ragged} of {len(sample.rows)} rows have more or fewer cells than the header,"
    yield "and publishing refuses them: mend the export, fill the short ones by `ragged: pad`,"
    yield "or say how many may be left out."
    if sample.ragged <= MOST_REJECTS * len(sample.rows):
        yield "rejects", {"max": sample.ragged}
    else:
        yield "rejects: {max: 0}"


def _key(sample: Sample, columns: Sequence[DraftColumn]) -> Iterator[Line]:
    key = key_of(columns, len(sample.rows))
    if key:
        yield "Never empty, never twice in the rows read."
        yield "primary_key", key
    else:
        yield "No column is filled and different in each row; several together may be:"
        yield "primary_key: []"


def _column(column: DraftColumn, rows: int, pointing: bool) -> Iterator[Line]:
    trims = column.type.type == "string" and _trims(column, rows, pointing)
    blanks = (f"{column.padded} values have blanks around them",) if trims else ()
    yield "; ".join((*column.type.why, *blanks, *column.role.why))
    keys: dict[str, object] = {"type": column.type.type, "role": column.role.role}
    if column.role.drop:
        keys["protect"] = "drop"
    if column.header != column.name:
        keys["from"] = column.header
    if trims:
        keys["trim"] = True
    yield column.name, {**keys, **column.type.keys}


def _trims(column: DraftColumn, rows: int, pointing: bool) -> bool:
    """Whether blanks are taken away: of keys and codes for any of them, else for many."""
    few = pointing or column.speaks_of(KEYS) or len(column.counts) == rows
    return column.padded > (0 if few else MANY_BLANKS * rows)
