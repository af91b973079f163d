"""What another Fournil tells of its releases: which one is current, what broke, what it took back.

It is asked by its `changes.json`, of a few hundred bytes, and by its Atom feed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from publish.bakehouse.fetch.request import shown
from publish.bakehouse.fetch.web import Refusal
from publish.bakehouse.partners.data_package import Json, objects, text
from publish.bakehouse.read.xml_elements import elements, local
from publish.errors import SourceError
from publish.release.change import CODES
from publish.release.differences import SUMMARY
from publish.release.release import DESCRIPTOR
from publish.release.versions import number
from publish.words.feed import FEED, WITHDRAWN
from publish.words.limits import MIB
from publish.words.unseen import plain

if TYPE_CHECKING:
    from publish.bakehouse.partners.polite import PoliteWeb

STEPS = 20
"""Releases that are looked at, from the current one back."""
SHOWN = 5
WORDS = 200
NOT_THERE, GONE = 404, 410
# As a Fournil writes it, of a length that can be compared.
_NUMBER = "(0|[1-9][0-9]{0,8})"
_VERSION = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}")


def is_version(told: str) -> bool:
    """Whether it is the version of a release: whatever else is told is never compared."""
    return bool(_VERSION.fullmatch(told))


@dataclass(frozen=True)
class Releases:
    """The releases of a dataset at a site whose address is `prefix`."""

    web: "PoliteWeb"
    prefix: str
    dataset: str

    def current(self, last: str) -> Json:
        """The step to the current release; nothing where it is not told.

        Raises SourceError where there is none, for `last` was withdrawn.
        """
        try:
            return self._step("")
        except Refusal as refusal:
            if refusal.status == GONE and (withdrawn := self._withdrawn(last)):
                raise SourceError(
                    f"{shown(self.prefix)}: {withdrawn}, and has no other; where its rows are to "
                    "go from here too, remove the partner's file"
                ) from None
            if refusal.status != NOT_THERE:
                raise
            return {}

    def news(self, table: str, last: str, current: Json) -> tuple[str, ...]:
        """What is to be known of the step from the `last` release that was fetched to `current`."""
        said = [self._withdrawn(last)]
        if broke := [*dict.fromkeys(self._broke(table, last, current))]:
            more = f", and {len(broke) - SHOWN} more" if len(broke) > SHOWN else ""
            now = text(current, "version")
            said.append(f"its release {now} broke with {last}: {'; '.join(broke[:SHOWN])}{more}")
        return tuple(filter(None, said))

    def _broke(self, table: str, last: str, current: Json) -> Iterator[str]:
        """What went away or means something else in a table, of all steps since the last."""
        step = current
        for _ in range(STEPS):
            version, before = text(step, "version"), text(step, "previous")
            if not is_version(version) or number(version) <= number(last):
                return
            yield from _breaking(step, table)
            if not is_version(before) or number(before) <= number(last):
                return
            try:
                step = self._step(f"{before}/")
            except SourceError:
                return  # its files are not kept any more, or tell nothing

    def _step(self, version: str) -> Json:
        said = self.web.json(f"{self.prefix}/download/{self.dataset}/{version}{SUMMARY}")
        return said if isinstance(said, dict) else {}

    def _withdrawn(self, version: str) -> str:
        """That a release was withdrawn, when and why, as the feed says; "" where it does not."""
        try:
            page = self.web.page(f"{self.prefix}/{self.dataset}/{FEED}")
        except SourceError:
            # What is told beside them keeps no rows away.
            return ""
        told = f"/download/{self.dataset}/{version}/{DESCRIPTOR}"
        if page.path.stat().st_size > MIB:
            return ""
        try:
            with page.path.open("rb") as file:
                entries = [_said(one) for one in elements(file, "entry")]
        except ElementTree.ParseError:
            return ""
        for entry in entries:
            if entry.get("id", "").endswith(told) and WITHDRAWN in entry:
                day, why = _short(entry.get("updated", "")[:10]), _short(entry.get("summary", ""))
                return f"it withdrew its release {version} on {day}: {why}"
        return ""


def _said(entry: ElementTree.Element) -> dict[str, str]:
    """The texts of an entry of a feed by their names, and its categories."""
    texts = {local(one.tag): one.text or "" for one in entry}
    return texts | {one.get("term", ""): "" for one in entry if local(one.tag) == "category"}


def _breaking(step: Json, table: str) -> Iterator[str]:
    """The reasons of a step that are about a table or its dataset, and break with what was."""
    said = step.get("reasons")
    reasons = said if isinstance(said, list) else []
    for change, reason in zip(objects(step, "changes"), reasons, strict=False):
        place, code = text(change, "place"), CODES.get(text(change, "code"))
        here = place in ("", table) or place.startswith(f"{table}.")
        if here and code and code.level == "major":
            yield _short(str(reason))


def _short(told: str) -> str:
    return plain(told)[:WORDS]
