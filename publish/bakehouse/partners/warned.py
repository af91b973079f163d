"""What a maintainer is warned of where a partner's rows are not as they should be."""

import re

from publish.bakehouse.partners.mapping import MapReport
from publish.errors import Problem
from publish.words.unseen import plain

MOST, LONGEST = 10, 60
"""Headers that a message names, and letters of each."""
# An e-mail address, a number, a day, a telephone: no header, but a cell that stands in its place.
_VALUE = re.compile(r"@|^[\W\d]*\d[\W\d]*$")


def unread(dataset: str, name: str, why: str) -> Problem:
    """The warning for a partner of which nothing is taken today."""
    what = f"nothing is taken of this partner today: {why}"
    fix = "mend its file, or ask the partner; its rows come back with the next publication"
    return warning("partner-unread", dataset, name, what, fix)


def stale(dataset: str, name: str, why: str) -> Problem:
    """The warning for a partner of whom an older copy is read."""
    what = f"its last good copy is read, which is not of today: {why}"
    fix = "ask the partner where it lasts; the next publication asks its server again"
    return warning("partner-stale", dataset, name, what, fix)


def news(dataset: str, name: str, said: str) -> Problem:
    """The warning for what a partner tells of its release; it stands until its next one."""
    fix = f"see what comes of it by `fournil partner check {name}`; it is said until their next one"
    return warning("partner-release", dataset, name, said, fix)


def other_license(dataset: str, name: str, declared: str, told: str) -> Problem:
    """The warning for a partner whose own descriptor tells another licence than is declared."""
    what = f"its own descriptor tells the licence {told!r}, its file here {declared!r}"
    fix = "ask the partner which one is meant, and write it under `license`, or have theirs mended"
    return warning("partner-license", dataset, name, what, fix)


def held(dataset: str, name: str, why: str) -> Problem:
    """The warning for a partner whose rows stay as they were last, for what it gave is broken."""
    what = f"its last good rows stay: {why}"
    fix = "name the new headers under `map` of its file, or have the partner mend its export"
    return warning("partner-held", dataset, name, what, fix)


def drift(dataset: str, name: str, file: str, told: MapReport) -> list[Problem]:
    """The warning for a file with headers that nothing names."""
    if not told.new:
        return []
    # Of a file that lost its headers the cells of a row stand in their place.
    some = [] if told.gone else [plain(one) for one in told.new if not _VALUE.search(one)]
    shown = [one if len(one) <= LONGEST else f"{one[:LONGEST]}…" for one in some[:MOST]]
    others = len(told.new) - len(shown)
    named = ", ".join([*shown, f"{others} more"] if shown and others else shown or [f"{others}"])
    see = f"see them by `fournil partner check {name}`, " if others else ""
    what = f"{file}: headers that nothing is made of: {named}"
    fix = f"{see}name them under `map`, or under `unused`"
    return [warning("partner-drift", dataset, name, what, fix)]


def warning(code: str, dataset: str, name: str, what: str, fix: str) -> Problem:
    """A warning about a partner, for the maintainer."""
    return Problem(code, f"{dataset}.partners.{name}", what, fix, "warning")


def unlinked(table: str, why: str) -> Problem:
    """What is told of how rows of a table were compared, where it is less than it could be."""
    return Problem("partners-compared", table, why, "", "warning")
