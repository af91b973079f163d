"""An answer of a partner's server, kept in a private file, and read as JSON."""

import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import JsonValue

from publish.bakehouse.fetch.web import links
from publish.bakehouse.read.json_elements import array_at, elements
from publish.errors import SourceError
from publish.words.json import json_of, read_json

BLANK = b" \t\r\n\xef\xbb\xbf"
HEAD = 1024


@dataclass(frozen=True)
class Page:
    """An answer: the address as messages show it, and the file that keeps it."""

    shown: str
    path: Path

    def json(self) -> JsonValue:
        """What it says; raises SourceError where it is no JSON."""
        try:
            said: JsonValue = read_json(self.path)
        except ValueError:
            raise self.no_json() from None
        return said

    def objects(self, records: str | None = None) -> Iterator[dict[str, JsonValue]]:
        """The objects of its list, or of the list at a path such as `data`, one after another.

        Raises SourceError where there is no such list, or it holds anything else.
        """
        with self._mapped() as data:
            for begin, end in elements(data, self._list(data, records), self.shown):
                try:
                    yield json_of(data[begin:end])
                except ValueError:
                    raise self.no_json() from None

    def lists(self, records: str) -> bool:
        """Whether it is an object that holds a list at a path."""
        try:
            return self.begins_with(b"", records)
        except SourceError:
            return False

    @property
    def following(self) -> str:
        """The page that follows, as the answer's Link header names it; "" where it does not."""
        return links(self.path).get("next", "")

    def begins_with(self, bracket: bytes, records: str | None = None) -> bool:
        """Whether the first element of its list begins so; raises SourceError without a list."""
        with self._mapped() as data:
            at = self._list(data, records) + 1
            return data[at : at + HEAD].strip(BLANK).startswith(bracket)

    def is_web_page(self) -> bool:
        """Whether it is HTML, which a server shows to people in place of what was asked."""
        return self._head().lower().startswith((b"<!doctype html", b"<html", b"<head", b"<body"))

    def is_markup(self) -> bool:
        """Whether it begins as HTML and XML do."""
        return self._head().startswith(b"<")

    def no_json(self) -> SourceError:
        """What is wrong where JSON should be."""
        what = "a web page, not JSON" if self.is_markup() else "no JSON, or a part of it"
        return SourceError(f"{self.shown}: the answer is {what}; open the address in a browser")

    def _head(self) -> bytes:
        with self.path.open("rb") as file:
            return file.read(HEAD).strip(BLANK)

    def _list(self, data: mmap.mmap, records: str | None) -> int:
        try:
            return array_at(data, records, self.shown)
        except ValueError:
            raise self.no_json() from None

    @contextmanager
    def _mapped(self) -> Iterator[mmap.mmap]:
        if not self.path.stat().st_size:
            raise self.no_json()
        with (
            self.path.open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
        ):
            yield data
