"""Row-level differences: files of a release that hold values of the release before it."""

from collections.abc import Collection
from pathlib import Path

from publish.release.disk import flush, write_whole
from publish.release.release import SUMS
from publish.words.json import read_json

SUMMARY = "changes.json"
CELLS = ".changes."
"""What the names of the files that tell single cells have in common."""


def forget(folder: Path, withdrawn: Collection[str]) -> None:
    """Delete a release's differences to a withdrawn one; doing it twice does no harm.

    SHA256SUMS first: what it does not list is served to nobody.
    """
    files = sorted(folder.glob(f"*{CELLS}*"))
    if not files or previous(folder) not in withdrawn:
        return
    lines = (folder / SUMS).read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
    names = {path.name for path in files}
    kept = [line for line in lines if line.rstrip("\n").partition("  ")[2] not in names]
    write_whole(folder / SUMS, "".join(kept))
    for path in files:
        path.unlink()
    flush(folder)


def previous(folder: Path) -> str | None:
    """The version that a release was compared with; None for the first, or where it is not told."""
    try:
        told = read_json(folder / SUMMARY)["previous"]
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return told if isinstance(told, str) else None
