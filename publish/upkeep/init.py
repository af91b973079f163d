"""A new, empty site: commented files to fill in."""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from publish.errors import FournilError

# Under its own name, the skeleton's file would rule over this repository too.
RENAMED = {"gitignore": ".gitignore"}


class NotEmpty(FournilError):
    """A folder that already holds something."""


def init(folder: Path) -> list[Path]:
    """Makes a site in `folder`, which must be empty or absent (a `.git` may be there).

    Returns the files written, sorted; raises NotEmpty and writes nothing otherwise.
    """
    _refuse_what_is_there(folder)
    return sorted(
        _write(folder / inside, source.read_bytes())
        for inside, source in _skeleton(files("publish") / "skeleton", Path())
    )


def _refuse_what_is_there(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise NotEmpty(f"{folder}: a file, not a folder; name a new folder")
    present = sorted(path.name for path in folder.glob("*") if path.name != ".git")
    if present:
        shown = ", ".join(present[:5]) + (", …" if len(present) > 5 else "")
        raise NotEmpty(f"{folder}: not empty ({shown}); name a new or an empty folder")


def _skeleton(folder: Traversable, inside: Path) -> Iterator[tuple[Path, Traversable]]:
    for entry in folder.iterdir():
        place = inside / RENAMED.get(entry.name, entry.name)
        if entry.is_dir():
            yield from _skeleton(entry, place)
        else:
            yield place, entry


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(content)
    return path
