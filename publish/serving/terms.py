"""What a licence lets one do and asks for, in a few plain lines."""

from dataclasses import dataclass

from publish.licenses import LICENSES
from publish.serving.languages import gettext as _

_BY = frozenset({"CC-BY-4.0", "CC-BY-SA-4.0"})


@dataclass(frozen=True)
class Terms:
    """What one may do, and what one must."""

    may: tuple[str, ...]
    must: tuple[str, ...]


def terms(license_id: str) -> Terms:
    """The terms of a licence in the language of the request; raises KeyError."""
    may = (
        _("Copy the data and pass it on, free of charge"),
        _("Change it, add to it, combine it with other data"),
        _("Make maps, charts, articles, applications and services of it"),
        _("Do all this for money, too"),
    )
    return Terms(may, tuple(_must(license_id)))


def _must(license_id: str) -> list[str]:
    license = LICENSES[license_id]
    if license_id == "CC0-1.0":
        return []
    found = [_("Name the source, for example with the sentence below")]
    if license.asks_date:
        found.append(_("Give the date of the last update"))
        found.append(_("Not suggest that the producer approves of what you make"))
    if license_id in _BY:
        found.append(_("Say what you have changed"))
    if license_id == "ODbL-1.0":
        found.append(_("Share a database that you derive from it under the same licence"))
        found.append(_("Say on a map, a chart or another work made from it where it comes from"))
    elif license.share_alike:
        found.append(_("Share what you derive from it under the same licence"))
    return found
