"""Brings a partner's rows into a file beside the last copy, and puts it in its place when whole."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import httpx

from publish.bakehouse.fetch.kept import Bounds, replacing
from publish.bakehouse.fetch.request import shown
from publish.bakehouse.partners.copy_file import Copy, Kept, came_from, read_as, write_copy
from publish.bakehouse.partners.harvested import Asked, Record
from publish.bakehouse.partners.harvesters import HARVESTERS
from publish.bakehouse.partners.located import Located
from publish.bakehouse.partners.located_file import copy_located, ending_of
from publish.bakehouse.partners.locators import LOCATORS
from publish.bakehouse.partners.polite import PoliteWeb
from publish.declare.partner import PartnerSource
from publish.errors import SourceError
from publish.release.disk import sha256_of

RECORDS = "records"
HERE = Located("")


@dataclass(frozen=True)
class Bringing:
    """Where the copy of a partner is kept, what it was, and what may be asked for a new one."""

    folder: Path
    source: PartnerSource
    hosts: Mapping[str, Mapping[str, str]]
    before: Kept | None
    pauses: tuple[float, ...] = (1, 5, 20)

    def bring(self, day: date) -> Kept:
        """The new copy; raises SourceError, and leaves the last one, where it does not come whole.

        Its day is that of the last one where it is the same.
        """
        address = self.source.path or ""
        web = PoliteWeb(address, self.hosts, self.folder, pauses=self.pauses)
        new = self.folder / f".new-{RECORDS}"
        try:
            with _in_words(shown(address)):
                if self.source.harvest in HARVESTERS:
                    self._harvested(web, address, new, day)
                    kept = self._kept(new, f"{RECORDS}.jsonl", day)
                else:
                    found = self._located(web, address)
                    kept = self._same(found, day) or self._fetched(web, found, new, day)
        except SourceError:
            web.unfinished.failed()
            raise
        finally:
            new.unlink(missing_ok=True)
        web.unfinished.done()
        return kept

    def _located(self, web: PoliteWeb, address: str) -> Located:
        """Where the file is: at the address itself, unless a kind of service says where."""
        kind = self.source.harvest
        asked = Asked(address, self.source, web, version=self._version())
        return LOCATORS[kind](asked) if kind else Located(address)

    def _version(self) -> str:
        """The version of the release that the last copy is of; "" where the copy was spoilt."""
        last = self._last()
        if not last or not last.copy.version or last.folder != self.folder:
            return ""
        return last.copy.version if sha256_of(last.path) == last.copy.digest else ""

    def _same(self, found: Located, day: date) -> Kept | None:
        """The last copy, where it is of the release that there is; None where it is not."""
        last = self._last() if found.same else None
        if not last:
            return None
        copy = last.copy.model_copy(update={"checked": day, "failed": ""})
        write_copy(self.folder, copy)
        return Kept(self.folder, copy)

    def _fetched(self, web: PoliteWeb, found: Located, new: Path, day: date) -> Kept:
        """The file that was located, as the new copy."""
        read_as(self.source, found.read)
        self._file(web, found, new)
        return self._kept(new, f"{RECORDS}{ending_of(found)}", day, found)

    def _harvested(self, web: PoliteWeb, address: str, new: Path, day: date) -> None:
        """Writes the records of a service, a line each."""
        last = self._last()
        path, since = (last.path, last.copy.checked) if last else (None, None)
        asked = Asked(address, self.source, web, path, since, day)
        lines = map(_line, HARVESTERS[self.source.harvest or ""](asked))
        with replacing(new) as file:
            file.writelines(Bounds(shown(address), web.limits).limited(lines))
        if path and path.stat().st_size and not new.stat().st_size:
            raise SourceError(
                f"{shown(address)}: the answer is without any record, where there were some; if "
                "they are gone for good, remove the partner's file"
            )

    def _last(self) -> Kept | None:
        """The last copy, where it came from the same address."""
        same = self.before and self.before.copy.of == came_from(self.source)
        return self.before if same else None

    def _file(self, web: PoliteWeb, found: Located, new: Path) -> None:
        page = web.page(found.address)
        if page.is_web_page():
            raise SourceError(
                f"{page.shown}: the answer is a web page, not a file of rows; open it in a browser "
                "without signing in"
            )
        with replacing(new) as file:
            copy_located(found, page.path, page.shown, file)

    def _kept(self, new: Path, name: str, day: date, found: Located = HERE) -> Kept:
        digest = sha256_of(new)
        last = self.before.copy if self.before else None
        since = min(last.day, day) if last and last.digest == digest else day
        copy = Copy(
            file=name,
            day=since,
            checked=day,
            digest=digest,
            of=came_from(self.source),
            read=dict(found.read),
            license=found.license,
            version=found.version,
            news=found.news,
        )
        new.replace(self.folder / name)
        write_copy(self.folder, copy)
        if last and last.file != name:
            (self.folder / last.file).unlink(missing_ok=True)
        return Kept(self.folder, copy)


@contextmanager
def _in_words(place: str) -> Iterator[None]:
    """SourceError in place of what nothing made of an answer can be: an address, a text, a file."""
    try:
        yield
    except (ValueError, httpx.InvalidURL, RecursionError) as error:
        # Its words may hold what the partner sent, so they are not shown.
        raise SourceError(
            f"{place}: the answer says what nobody can follow, such as an address that is none or "
            f"half a character ({type(error).__name__}); ask the partner to mend it"
        ) from None


def _line(record: Record) -> bytes:
    try:
        return json.dumps(record, ensure_ascii=False, allow_nan=False).encode() + b"\n"
    except (ValueError, RecursionError):
        raise SourceError(
            "a record holds what no JSON text can: half a character, NaN, or lists beyond measure"
        ) from None
