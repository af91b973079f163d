"""Which of a partner's headers feeds which of our columns: by name, by synonyms, by values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from publish.bakehouse.draft.partner.fits import KINDS, fit, is_point, parts, present, share, steps
from publish.bakehouse.draft.partner.words import alike, meant
from publish.bakehouse.draft.rows import Sample
from publish.declare.codes import is_code
from publish.declare.column import Column
from publish.declare.merged_columns import MADE
from publish.declare.merging import Compared
from publish.declare.recipes import RecipeStep
from publish.declare.table import Table

LEAST = 0.45
"""The score from which on a guess is made."""
BY_VALUES = 0.6
BY_OVERLAP = 0.8
SAMPLES = 3


@dataclass(frozen=True)
class Match:
    """A guess: our column, their header, how sure (0 to 1) and why, values, recipes."""

    column: str
    header: str
    score: float
    why: str
    samples: tuple[str, ...]
    steps: tuple[RecipeStep, ...] = ()


@dataclass(frozen=True)
class Cells:
    """A header of theirs and what stands below it."""

    header: str
    raw: Sequence[str]
    values: Sequence[str]

    @property
    def samples(self) -> tuple[str, ...]:
        """The first values, to be shown to who decides."""
        return tuple(self.values[:SAMPLES])


def cells_of(sample: Sample) -> list[Cells]:
    """Each column of what was read of a partner's file."""
    columns = [[row[at] for row in sample.rows] for at in range(len(sample.headers))]
    pairs = zip(sample.headers, columns, strict=True)
    return [Cells(header.strip(), raw, present(raw)) for header, raw in pairs]


def ours(table: Table) -> dict[str, Column]:
    """The columns that partners feed."""
    made = {*MADE, *table.primary_key}
    return {name: column for name, column in table.columns.items() if name not in made}


def matches(
    table: Table, found: Sequence[Cells], known: Mapping[str, frozenset[str]]
) -> list[Match]:
    """The best guess for each column that has one, in the order of the table.

    `known` are values that other partners have, by column. No header feeds two columns, but for a
    point that is in one cell.
    """
    points = _points(table, found)
    every = [*_guesses(table, found, known)]
    every.sort(key=lambda one: -one.score)
    taken: dict[str, Match] = {one.column: one for one in points}
    headers = {one.header for one in points}
    for one in every:
        if one.score >= LEAST and one.column not in taken and one.header not in headers:
            taken[one.column] = one
            headers.add(one.header)
    return [taken[name] for name in ours(table) if name in taken]


def _guesses(
    table: Table, found: Sequence[Cells], known: Mapping[str, frozenset[str]]
) -> Iterator[Match]:
    for name, column in ours(table).items():
        kind = kind_of(name, table)
        for cells in found:
            score, why = _score(name, column, kind, cells, known.get(name, frozenset()))
            done = steps(column, kind, cells.values, cells.raw) if score >= LEAST else ()
            yield Match(name, cells.header, round(score, 2), why, cells.samples, done)


def _score(
    name: str, column: Column, kind: Compared | None, cells: Cells, known: frozenset[str]
) -> tuple[float, str]:
    """How sure it is that a header feeds a column, and what speaks most for it."""
    said = meant(cells.header)
    said_of = [text for text in (column.title, column.description) if text]
    texts = [name, column.header or "", *(of for one in said_of for of in (one.fr, one.en))]
    named = max(alike(meant(text or ""), said) for text in texts)
    fits = fit(column, kind, cells.values)
    if fits is not None:
        named *= 0.4 + 0.6 * fits
    said_there = parts(column, cells.values)
    common = share(lambda value: value.casefold() in known, said_there)
    telling = BY_VALUES * (fits or 0.0) if kind in KINDS else 0.0
    reasons = {"name": named, "values alike": telling, "values of others": BY_OVERLAP * common}
    why = max(reasons, key=lambda reason: reasons[reason])
    return reasons[why], why


def kind_of(name: str, table: Table) -> Compared | None:
    """What the values of a column are, as declared for comparison or as its name says."""
    compared = table.partners.compare.get(name) if table.partners else None
    if compared:
        return compared
    said = meant(name)
    known = next((kind for kind in KINDS if said == {kind}), None)
    return "code" if known is None and is_code(name, None) else known


def _points(table: Table, found: Sequence[Cells]) -> list[Match]:
    """Both coordinates, where one header holds them together."""
    pairs = [(pair.lat, pair.lon) for pair in table.coordinates]
    pairs += [table.browse.point] if table.browse.point else []
    one = next((cells for cells in found if pairs and is_point(cells.values)), None)
    if one is None:
        return []
    return [
        Match(name, one.header, 1.0, "points", one.samples, ({"point": part},))
        for name, part in zip(pairs[0], ("lat", "lon"), strict=True)
    ]
