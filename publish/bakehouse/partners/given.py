"""What a partner gave: the files that are read of it today, and of which day they are."""

from publish.bakehouse.partners.cooking import beside_of
from publish.bakehouse.partners.harvested import Harvested
from publish.bakehouse.read.exports import ExportRequest
from publish.declare.partner import Partner
from publish.errors import Problem


def asked_of(harvested: Harvested) -> list[ExportRequest]:
    """What a reader is asked for each of a partner's files."""
    return [
        ExportRequest(path, file, harvested.source, headers_of(harvested.declared))
        for path, file in harvested.files
    ]


def headers_of(partner: Partner) -> tuple[str, ...]:
    """All headers and paths that a partner's file names, in order."""
    rules = [*partner.map.values(), *((partner.updated,) if partner.updated else ())]
    theirs = [header for rule in rules for header in (*rule.headers, *beside_of(rule))]
    named = [*partner.id, *theirs, *partner.unused]
    return tuple(dict.fromkeys(named))


def unread(dataset: str, name: str, why: str) -> Problem:
    """The warning for a partner of which nothing is taken today."""
    what = f"nothing is taken of this partner today: {why}"
    fix = "mend its file, or ask the partner; its rows come back with the next publication"
    return Problem("partner-unread", f"{dataset}.partners.{name}", what, fix, "warning")


def stale(dataset: str, name: str, why: str) -> Problem:
    """The warning for a partner of whom an older copy is read."""
    what = f"its last good copy is read, which is not of today: {why}"
    fix = "ask the partner where it lasts; the next publication asks its server again"
    return Problem("partner-stale", f"{dataset}.partners.{name}", what, fix, "warning")


def other_license(dataset: str, name: str, declared: str, told: str) -> Problem:
    """The warning for a partner whose own descriptor tells another licence than is declared."""
    what = f"its own descriptor tells the licence {told!r}, its file here {declared!r}"
    fix = "ask the partner which one is meant, and write it under `license`, or have theirs mended"
    return Problem("partner-license", f"{dataset}.partners.{name}", what, fix, "warning")


def held(dataset: str, name: str, why: str) -> Problem:
    """The warning for a partner whose rows stay as they were last, for what it gave is broken."""
    what = f"its last good rows stay: {why}"
    fix = "name the new headers under `map` of its file, or have the partner mend its export"
    return Problem("partner-held", f"{dataset}.partners.{name}", what, fix, "warning")


def unlinked(table: str, why: str) -> Problem:
    """What is told of how rows of a table were compared, where it is less than it could be."""
    return Problem("partners-compared", table, why, "", "warning")
