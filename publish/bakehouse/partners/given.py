"""What a partner gave: the files that are read of it today, and of which day they are."""

from datetime import UTC, date, datetime
from pathlib import Path

from publish.bakehouse.fetch import is_elsewhere
from publish.bakehouse.partners.cooking import beside_of
from publish.bakehouse.partners.harvested import Harvested
from publish.bakehouse.read.exports import ExportRequest
from publish.bakehouse.read.files import matches
from publish.declare.partner import Partner, PartnerSource
from publish.declare.site import SiteFolder
from publish.declare.source import Source
from publish.errors import Problem, SourceError


def given(site: SiteFolder, dataset: str, name: str, partner: Partner, as_of: date) -> Harvested:
    """The files of a partner; raises SourceError where there are none."""
    source = partner.source
    if source.harvest or is_elsewhere(source):
        raise SourceError(f"{source.path or name}: no copy of it is kept")
    files = tuple(matches(source.path or "", site.data / dataset))
    return Harvested(name, partner, files, _plain(source), min(_day(files), as_of))


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


def _plain(source: PartnerSource) -> Source:
    told = {name: getattr(source, name) for name in Source.model_fields}
    return Source.model_construct(**told)


def _day(files: tuple[tuple[Path, str], ...]) -> date:
    newest = max(path.stat().st_mtime for path, _ in files)
    return datetime.fromtimestamp(newest, UTC).date()
