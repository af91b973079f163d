"""What the next release is called: semantic versions of the data, by comparing descriptors.

**major**: a column, table, type, key, licence or protection level went away or changed meaning;
**minor**: one was added; **patch**: rows, texts or forms changed. `publish.release.change` weighs
each kind of change, `publish.release.compare` finds them.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from publish.errors import StoreError
from publish.release.change import LEVELS, Change, Level
from publish.release.compare import Descriptor, compare
from publish.release.partner import RETIRED, lasting
from publish.release.table import UNCHANGED

VOLATILE = {"version", "created"}
VOLATILE_RESOURCE = {"bytes", "hash", UNCHANGED, RETIRED}


def number(version: str) -> tuple[int, int, int]:
    """A version as three numbers that compare; raises StoreError."""
    if not re.fullmatch(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}", version):
        raise StoreError(f"{version!r} is no version; write it as 1.2.3")
    return cast(tuple[int, int, int], tuple(int(part) for part in version.split(".")))


def raised(version: str, level: Level) -> str:
    """The version after `version` at that level: 1.2.3 becomes 2.0.0, 1.3.0 or 1.2.4."""
    major, minor, patch = number(version)
    return {
        "major": f"{major + 1}.0.0",
        "minor": f"{major}.{minor + 1}.0",
        "patch": f"{major}.{minor}.{patch + 1}",
    }[level]


def bump(
    old: Descriptor, new: Descriptor, rows_changed: bool, more: Sequence[Change] = ()
) -> tuple[Level, list[Change]] | None:
    """How the version rises between two descriptors, and why; None where nothing changed.

    `more` are changes that only the rows tell. The weightiest change comes first. Raises
    publish.release.compare.UnknownChange.
    """
    changes = [*compare(stable(old), stable(new)), *more]
    if rows_changed and not any(change.code == "row-count" for change in changes):
        changes.append(Change("rows-changed"))
    if not changes:
        return None
    changes.sort(key=lambda change: LEVELS.index(change.level))
    return changes[0].level, list(dict.fromkeys(changes))


def content_hash(descriptor: Descriptor, files: Mapping[str, str]) -> str:
    """SHA-256 (hex) of what would be published: the descriptor without its volatile keys, and
    the SHA-256 of each data file by name."""
    content = {"descriptor": stable(descriptor), "files": dict(files)}
    text = json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return hashlib.sha256(text.encode()).hexdigest()


def stable(descriptor: Descriptor) -> dict[str, Any]:
    """The descriptor without what changes when nothing was changed."""
    kept = {key: value for key, value in descriptor.items() if key not in VOLATILE}
    if kept.get("updated", {}).get("basis") == "export":
        del kept["updated"]
    kept["resources"] = [
        {key: value for key, value in resource.items() if key not in VOLATILE_RESOURCE}
        for resource in descriptor.get("resources", ())
    ]
    for resource in kept["resources"]:
        if "partners" in resource:
            resource["partners"] = lasting(resource["partners"])
    for described in (kept, *kept["resources"]):
        if "distributions" in described:
            described["distributions"] = _listed(described["distributions"])
    return kept


def _listed(distributions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Which forms there are; how large each came out follows from the rows."""
    return [
        {key: value for key, value in one.items() if key not in VOLATILE_RESOURCE}
        for one in distributions
    ]
