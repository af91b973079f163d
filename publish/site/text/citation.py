"""How to cite a dataset: a sentence, BibTeX, CSL-JSON (citationstyles.org, schema 1.0.2)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from publish.release.package import Package
from publish.site.base.site import Site
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language
from publish.site.text.words import text
from publish.words.licenses import LICENSES

# What TeX reads as its own.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$",
        "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Cited:
    """A release as it is cited: who made it, what it is called, where it is found."""

    dataset: str
    version: str
    authors: tuple[str, ...]
    title: str
    day: date
    publisher: str
    url: str
    licenses: tuple[str, ...]


def publisher(site: Site) -> str:
    """Who publishes what a site shows: its publisher, or the site by its title."""
    declared: Mapping[str, Any] = site.declared.get("publisher") or {}
    return str(declared.get("name") or text(site.declared, "title"))


def cited(package: Package, publisher: str, url: str) -> Cited:
    """What a release gives to cite."""
    return Cited(
        dataset=package.name,
        version=package.version or "",
        authors=tuple(package.producers) or (publisher,),
        title=text(package, "title") or package.name,
        day=date.fromisoformat(package.created),
        publisher=publisher,
        url=url,
        licenses=tuple(in_words(one.name) for one in package.licenses),
    )


def in_words(license: str) -> str:
    """The title of a licence, as a citation says it."""
    return LICENSES[license].title[language()]


def sentence(of: Cited) -> str:
    """A line for a bibliography, in the order of DataCite's recommendation."""
    return _(
        "%(authors)s (%(year)s). %(title)s, version %(version)s [dataset]. %(publisher)s. %(url)s"
        " (%(licenses)s)"
    ) % {
        "authors": ", ".join(of.authors),
        "year": of.day.year,
        "title": of.title,
        "version": of.version,
        "publisher": of.publisher,
        "url": of.url,
        "licenses": ", ".join(of.licenses),
    }


def bibtex(of: Cited) -> str:
    """An entry for BibTeX; names stand in braces, for they are no first and last names."""
    what = _("Dataset")
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in of.authors),
        "title": f"{{{_tex(of.title)}}}",
        "year": str(of.day.year),
        "month": str(of.day.month),
        "version": of.version,
        "howpublished": _tex(of.publisher),
        "url": of.url,
        "note": _tex(f"{what}, version {of.version}. {', '.join(of.licenses)}"),
    }
    lines = (f"  {key} = {{{value}}}" for key, value in fields.items())
    return f"@misc{{{of.dataset}-{of.version},\n" + ",\n".join(lines) + "\n}\n"


def csl_json(of: Cited) -> str:
    """The same for Zotero and other tools that read CSL."""
    item = {
        "id": f"{of.dataset}-{of.version}",
        "type": "dataset",
        "title": of.title,
        "author": [{"literal": name} for name in of.authors],
        "issued": {"date-parts": [[of.day.year, of.day.month, of.day.day]]},
        "version": of.version,
        "publisher": of.publisher,
        "URL": of.url,
        "language": language(),
        "note": ", ".join(of.licenses),
    }
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def _tex(words: str) -> str:
    return words.translate(_TEX)
