"""A draft of a partner's file: guesses with their scores, and what only a person can decide."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from publish.bakehouse.draft.partner.days import ISO, date_step, day_formats
from publish.bakehouse.draft.partner.match import Cells, Match
from publish.bakehouse.draft.partner.words import DAYS, IDS, meant
from publish.bakehouse.draft.yaml_text import Line, block, document
from publish.words.unseen import plain

AGREED = (
    "DECIDE: the licence of their data, by its SPDX id (etalab-2.0, ODbL-1.0).",
    "license:",
    "DECIDE: who of the partner agreed, on which day, and until which (2027-11-30).",
    "agreed: {by: …, on: …, until: …}",
)
FEW = 0.1
"""Of the rows, how many may have no id of their own: they are rejected, and the partner told."""
TOGETHER = "DECIDE: no header is an id. These together differ in each row read: do they stay so?"
REPEATED = "DECIDE: rows read that have no id of their own here: {rows}; they would be rejected."
NO_ID = (
    "DECIDE: their header that names a row for ever, or several that do so together.",
    "id:",
)


@dataclass(frozen=True)
class Draft:
    """What is guessed of a partner's file, for a table of ours."""

    name: str
    table: str
    source: Mapping[str, object]
    matches: Sequence[Match]
    id: tuple[str, ...]
    repeated: int
    """Rows read without an id of their own."""
    updated: Mapping[str, object]
    unused: Sequence[str]
    without: Sequence[str]
    """Our columns for which nothing was found."""


def id_of(found: Sequence[Cells], matched: Sequence[Match]) -> tuple[str, ...]:
    """The headers that name a row: one that says so and has few repeats, or several together."""
    named = [cells for cells in found if cells.raw and IDS in meant(cells.header)]
    best = min(named, key=repeated, default=None)
    if best is not None and repeated(best) <= FEW * len(best.raw):
        return (best.header,)
    headers = {match.header for match in matched}
    texts = [cells for cells in found if cells.header in headers]
    pairs = ((one, other) for at, one in enumerate(texts) for other in texts[at + 1 :])
    together = next(([*pair] for pair in pairs if _all_different(pair)), [])
    return tuple(cells.header for cells in together)


def repeated(cells: Cells) -> int:
    """How many rows have no value there, or one that stands further up already."""
    return len(cells.raw) - len({cell.strip() for cell in cells.raw if cell.strip()})


def _all_different(some: Sequence[Cells]) -> bool:
    rows = [*zip(*(cells.raw for cells in some), strict=True)]
    return len(set(rows)) == len(rows) and all(any(cell.strip() for cell in row) for row in rows)


def updated_of(found: Sequence[Cells], taken: Sequence[Match]) -> dict[str, object]:
    """The rule of the day when a row last changed; empty where nothing says so."""
    headers = {match.header for match in taken}
    for cells in found:
        if cells.header in headers or not meant(cells.header) & DAYS:
            continue
        if formats := day_formats(cells.values):
            done = {"do": [_plain(date_step(formats))]} if {*formats} != {ISO} else {}
            return {"from": cells.header, **done}
    return {}


def written(draft: Draft) -> str:
    """The text of the file."""
    return document(_head(draft), block(_lines(draft)))


def told(draft: Draft) -> Iterator[str]:
    """Each guess for who sits at the terminal, with three values."""
    for match in draft.matches:
        samples = ", ".join(f"“{plain(value)[:40]}”" for value in match.samples)
        yield f"{match.score:.2f}  {match.column} ← {match.header} ({match.why})  {samples}"
    for name in draft.without:
        yield f"      {name} ← nothing found"
    yield f"      id ← {', '.join(draft.id) or 'nothing found'}"
    if draft.updated:
        yield f"      updated ← {draft.updated['from']}"
    if draft.unused:
        yield f"      of nothing: {', '.join(draft.unused)}"


def _head(draft: Draft) -> Iterator[str]:
    yield f"Drafted by `fournil partner new` from {draft.source['path']}."
    yield "Above each column stands how sure the guess is (0 to 1) and what spoke for it: read them"
    yield f"all. `fournil partner check {draft.name}` shows what would come in."


def _lines(draft: Draft) -> Iterator[Line]:
    yield "DECIDE: their name as pages show it; `url`, `logo`, `contact` may be added."
    yield "name", draft.name
    yield from AGREED
    yield "table", draft.table
    yield "source", draft.source
    if draft.id:
        yield from [TOGETHER] if draft.id[1:] else []
        yield from [REPEATED.format(rows=draft.repeated)] if draft.repeated else []
        yield "id", list(draft.id) if draft.id[1:] else draft.id[0]
    else:
        yield from NO_ID
    if draft.updated:
        yield "updated", draft.updated
    yield "map", block(_rules(draft), indent=2)
    if draft.unused:
        yield "DECIDE: what is made of these; what no line names is told at each publication."
        yield "unused", list(draft.unused)


def _rules(draft: Draft) -> Iterator[Line]:
    for match in draft.matches:
        yield f"{match.score:.2f}: {match.why}"
        steps = [_plain(step) for step in match.steps]
        yield match.column, {"from": match.header, "do": steps} if steps else match.header


def _plain(step: object) -> object:
    """A step whose lists YAML writes as lists."""
    if not isinstance(step, Mapping):
        return step
    return {key: list(of) if isinstance(of, tuple) else of for key, of in step.items()}
