"""What others made of a dataset, as its maintainer lists it: `data/<dataset>/reuses.yaml`."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated

from pydantic import Field

from publish.declare.column import Text
from publish.declare.model import Finding, LicenseId, Model, Tree, Url
from publish.words.reuses import ReuseKind


class Reuse(Model):
    """Something that was made of a dataset, and where it is."""

    title: Text
    """What it is called."""
    url: Url
    """Where it is: no two reuses of a dataset have the same address."""
    by: Annotated[str, Field(min_length=2)]
    """Who made it: an organisation, or a person who agreed to be named."""
    kind: ReuseKind
    """What it is; a `database` made of this one says its licence."""
    since: date
    """The day on which it was listed."""
    description: Text | None = None
    """What it shows or does, in a sentence or two."""
    license: LicenseId | None = None
    """The licence of what was made."""


class Reuses(Model):
    """`reuses.yaml`: the reuses of a dataset, the oldest first."""

    reuses: tuple[Reuse, ...] = ()
    """Each with its title, address, author, kind and day."""

    @classmethod
    def findings(cls, tree: Tree) -> Iterator[Finding]:
        """Databases without a licence, and addresses that stand twice."""
        listed = tree.get("reuses")
        seen = set[object]()
        for number, one in enumerate(listed if isinstance(listed, tuple) else ()):
            if not isinstance(one, Mapping):
                continue
            if one.get("kind") == "database" and not one.get("license"):
                yield ("reuses", number), "a database says its licence; add `license: ODbL-1.0`"
            if one.get("url") and one["url"] in seen:
                yield ("reuses", number, "url"), f"{one['url']!r} stands twice; keep one"
            seen.add(one.get("url"))
