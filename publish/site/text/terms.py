"""What a licence lets one do and asks for, in a few plain lines."""

from dataclasses import dataclass

from publish.site.text.languages import gettext as _
from publish.site.text.languages import language
from publish.words.licenses import LICENSES


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
    return Terms(may, tuple(duty[language()] for duty in LICENSES[license_id].duties))
