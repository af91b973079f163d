"""What all parts of a descriptor have: names, texts, licences, files."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Json = dict[str, Any]
Tree = Mapping[str, Any]
Texts = Mapping[str, str]


@dataclass(frozen=True)
class LicenseEntry:
    """A licence as a descriptor names it: its SPDX id, its title, its address."""

    name: str
    title: str
    path: str


@dataclass(frozen=True)
class Form:
    """A file of a release: of one table, or of the whole dataset (`table` is None).

    `bytes` and `sha256` are None where the descriptor does not know them.
    """

    path: str
    format: str
    mediatype: str
    table: str | None = None
    bytes: int | None = None
    sha256: str | None = None


@dataclass(frozen=True)
class DescribedPart:
    """A part of a descriptor: its name, and its texts by language, French first."""

    tree: Tree

    @cached_property
    def name(self) -> str:
        """What it is called in addresses, files and SQL."""
        return str(self.tree["name"])

    @cached_property
    def titles(self) -> Texts:
        """The title by language; empty where there is none."""
        return _texts(self.tree, "title")

    @cached_property
    def descriptions(self) -> Texts:
        """The description by language; empty where there is none."""
        return _texts(self.tree, "description")

    def texts(self, key: str) -> Texts:
        """A text by its key, such as `title`, by language, French first."""
        if key == "title":
            return self.titles
        return self.descriptions if key == "description" else _texts(self.tree, key)

    @property
    def title(self) -> str:
        """The French title, or the name."""
        return self.titles.get("fr") or self.name

    @property
    def description(self) -> str | None:
        """The French description."""
        return self.descriptions.get("fr")


def _texts(described: Tree, key: str) -> Texts:
    found: Texts = described.get(f"{key}s") or {}
    if "fr" not in found and described.get(key):
        return {"fr": described[key], **found}
    return {language: found[language] for language in sorted(found, key="fr".__ne__)}


def licenses(described: Tree) -> tuple[LicenseEntry, ...]:
    """The licences that a part of a descriptor names itself."""
    return tuple(
        LicenseEntry(one["name"], one.get("title") or one["name"], one.get("path", ""))
        for one in described.get("licenses", ())
    )


def form_of(described: Tree, table: str | None) -> Form:
    """A file as a descriptor lists it: of a table, or of the whole dataset (None)."""
    hash = described.get("hash")
    return Form(
        path=described["path"],
        format=described["format"],
        mediatype=described["mediatype"],
        table=table,
        bytes=described.get("bytes"),
        sha256=hash.removeprefix("sha256:") if hash else None,
    )


def present(pairs: Json) -> Json:
    """The pairs that hold something."""
    return {key: value for key, value in pairs.items() if value not in (None, [], {}, "")}
