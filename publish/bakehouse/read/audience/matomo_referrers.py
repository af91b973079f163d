"""From where people come: the kind, and the site where it has one; never a page, never a word."""

import re
from collections.abc import Sequence
from urllib.parse import unquote

from publish.bakehouse.read.audience.addresses import site_of
from publish.bakehouse.read.audience.records import Record
from publish.errors import SourceError

KINDS_METHOD = "Referrers.getReferrerType"
LISTS = {
    "website": "Referrers.getWebsites",
    "search": "Referrers.getSearchEngines",
    "social": "Referrers.getSocials",
}
"""The reports that name sites; campaigns are named by words that somebody chose."""
KINDS = ("direct", "campaign", *LISTS)
OTHER = "other"
TYPE = re.compile(r"referrerType==([a-z]+)")
NAME = re.compile(r"(?:^|;)referrerName==")
SITE = re.compile(r"[\w .&!'’+()/-]{1,40}")
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")

Name = tuple[str, ...]


def referrer_of(record: Record, file: str) -> Name:
    """The kind and the site of a row of one of these reports; raises SourceError for others."""
    segment = unquote(record.values.get("segment", ""))
    found = TYPE.search(segment)
    if found and (found[1] not in LISTS or not NAME.search(segment)):
        return (found[1] if found[1] in KINDS else OTHER, "")
    kind, label = found[1] if found else "website", record.label.strip()
    if kind == "website":
        return (kind, _host(label.lower(), file))
    if not SITE.fullmatch(label):
        raise SourceError(f"{file}: a row is no name of a site; export {LISTS[kind]}")
    return (kind, label)


def twice(names: Sequence[Name]) -> str:
    """A kind of which there are both the whole and its sites, if any."""
    whole = {kind for kind, site in names if not site and kind in LISTS}
    return min(whole.intersection(kind for kind, site in names if site), default="")


def _host(label: str, file: str) -> str:
    if not HOST.fullmatch(label):
        raise SourceError(f"{file}: a row is no site; export Referrers.getWebsites without `flat`")
    return site_of(label)
