"""The declared inputs of a release as one digest: equal digests give equal releases."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import publish
from publish.release.disk import sha256_of
from publish.words.json import read_json


@dataclass(frozen=True)
class LastRun:
    """What `private/<dataset>/last-run.json` remembers: the inputs seen, the release they gave."""

    path: Path

    def gave(self) -> tuple[str, str] | None:
        """The fingerprint and the version of the last run that ended well."""
        try:
            seen: dict[str, Any] = read_json(self.path)
            return str(seen["fingerprint"]), str(seen["version"])
        except (FileNotFoundError, ValueError, LookupError, TypeError):
            return None

    def remember(self, fingerprint: str, version: str, as_of: date) -> None:
        """Record a run that ended well; freshness knows by it that someone looked."""
        seen = {"checked": as_of.isoformat(), "fingerprint": fingerprint, "version": version}
        self.path.write_text(json.dumps(seen, indent=2) + "\n", encoding="utf-8")


def fingerprint(
    declaration: Path,
    exports: Iterable[tuple[str, Path]],
    corrected: str,
    key: Path,
    as_of: date,
) -> str:
    """A digest of all inputs: exports by name, declaration, key, day and Fournil's own code.

    `corrected` is the digest of what people corrected.
    """
    digest = sha256(f"{as_of.isoformat()}\n{corrected}".encode())
    for name, path in [("declaration", declaration), *sorted(exports)]:
        digest.update(f"\n{name}\t{sha256_of(path)}".encode())
    digest.update(f"\nkey\t{sha256_of(key) if key.is_file() else None}".encode())
    digest.update(f"\ncode\t{_code()}".encode())
    return digest.hexdigest()


@cache
def _code() -> str:
    """A digest of Fournil's own code, as it was when this process first looked at it."""
    digest = sha256()
    for source in sorted(map(str, Path(publish.__file__).parent.rglob("*.py"))):
        digest.update(Path(source).read_bytes())
    return digest.hexdigest()
