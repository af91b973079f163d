"""Where records stand in a file: their bytes, and their lines."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

CHUNK = 1 << 20

Spans = Callable[[], Iterator[tuple[int, int]]]


@dataclass(frozen=True)
class JsonFile:
    """A UTF-8 file on disk and the bytes of its records, found anew at each call of `spans`."""

    path: Path
    spans: Spans


def lines_of(text: JsonFile, places: list[int]) -> list[int]:
    """The lines of these records, in their order."""
    lines = located(text, set(places))
    return [lines[place] for place in places]


def located(text: JsonFile, places: set[int]) -> dict[int, int]:
    """The line of each of these records, numbered from 0 among all."""
    lines, line, read = {}, 1, 0
    with text.path.open("rb") as file:
        for place, (start, _) in enumerate(text.spans()):
            if place in places:
                line += _newlines(file, start - read)
                lines[place], read = line, start
                if len(lines) == len(places):
                    break
    return lines


def _newlines(file: BinaryIO, size: int) -> int:
    """The line ends in the next `size` bytes."""
    count = 0
    while size > 0 and (data := file.read(min(size, CHUNK))):
        count, size = count + data.count(b"\n"), size - len(data)
    return count


def documents(text: JsonFile) -> Iterator[tuple[int, bytes]]:
    """Every record with its number, from 0."""
    with text.path.open("rb") as file:
        for number, (start, end) in enumerate(text.spans()):
            file.seek(start)
            yield number, file.read(end - start)
