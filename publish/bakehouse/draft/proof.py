"""What a draft promises of types, tried with what will publish: no guess is believed."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, repeat
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from publish.bakehouse.draft.types import TypeGuess
from publish.bakehouse.engine import Workspace, workspace
from publish.bakehouse.typed_rows import failing
from publish.declare.declaration import Source, Table

COLUMNS = 100  # tried at a time
SOURCE = Source(path="exports/a.csv")

Counts = Mapping[str, int]
Guessed = tuple[TypeGuess, Counts]


def proven(guesses: Sequence[Guessed]) -> list[TypeGuess]:
    """The guesses, each with how often its values occur; a string where publishing would refuse."""
    with TemporaryDirectory(prefix="fournil-") as folder, workspace(Path(folder)) as place:
        refused = [count for some in _chunks(guesses) for count in _refused(some, place)]
    return [_kept(guess, count) for (guess, _), count in zip(guesses, refused, strict=True)]


def _chunks(guesses: Sequence[Guessed]) -> Iterator[Sequence[Guessed]]:
    for start in range(0, len(guesses), COLUMNS):
        yield guesses[start : start + COLUMNS]


def _kept(guess: TypeGuess, refused: int) -> TypeGuess:
    if not refused:
        return guess
    return TypeGuess(why=(f"{refused} values are no {guess.type} to publish: kept as written",))


def _refused(guesses: Sequence[Guessed], place: Workspace) -> Iterator[int]:
    """How many rows each type would refuse."""
    names = [f"c{number}" for number in range(len(guesses))]
    columns = {
        name: {"type": guess.type, "role": "open", **_frozen(guess.keys)}
        for name, (guess, _) in zip(names, guesses, strict=True)
    }
    longest = max(len(counts) for _, counts in guesses)
    cells = [list(chain(counts, repeat(None, longest - len(counts)))) for _, counts in guesses]
    texts = pa.table([pa.array(column, pa.string()) for column in cells], names=names)
    rows = place.brought("texts", texts)
    flags = failing(_table(columns), SOURCE, rows, place).to_pyarrow()
    for name, (_, counts) in zip(names, guesses, strict=True):
        often = chain(counts.values(), repeat(0))
        yield sum(n for n, bad in zip(often, flags[name].to_pylist(), strict=False) if bad)


def _frozen(keys: Mapping[str, object]) -> dict[str, object]:
    return {key: tuple(of) if isinstance(of, list) else of for key, of in keys.items()}


def _table(columns: Mapping[str, object]) -> Table:
    words = {"title": {"fr": "-"}, "about": "things", "sources": (SOURCE,)}
    return Table.model_validate({**words, "columns": columns})
