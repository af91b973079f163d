"""The file of a partner, where it stands elsewhere than at the address that is declared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from publish.bakehouse.partners.harvested import Asked
from publish.words.licenses import LICENSES


@dataclass(frozen=True)
class Located:
    """A file, how it is read beyond what is declared, and what is said of it.

    `member` is the end of the name of the file in an archive, `sha256` its digest, `license` the
    licence that is told of it: an SPDX id, or the words that stand there. `version` is that of its
    release; where it is the `same` as that of the last copy, there is nothing to fetch. `news` is
    what is told of the releases since that one.
    """

    address: str
    read: Mapping[str, str] = field(default_factory=dict)
    member: str = ""
    sha256: str = ""
    license: str = ""
    version: str = ""
    same: bool = False
    news: tuple[str, ...] = ()


Locator = Callable[[Asked], Located]
"""Finds the file of a partner; raises SourceError where there is none, or more than one."""


def license_named(told: str) -> str:
    """The SPDX id of a licence by its id here or there, or its address; else what was told."""
    plain = _plain(told)
    for id, license in LICENSES.items():
        names = (id, license.data_gouv, license.url, license.text_url, license.dcat)
        if plain in map(_plain, names):
            return id
    return told.strip()


def _plain(name: str) -> str:
    return name.strip().lower().partition("://")[2].rstrip("/") or name.strip().lower()
