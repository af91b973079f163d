"""What a partner gave: the files that are read of it today, and of which day they are."""

from publish.bakehouse.partners.cooking import beside_of
from publish.bakehouse.partners.harvested import Harvested
from publish.bakehouse.read.exports import ExportRequest
from publish.declare.partner import Partner


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
