"""A declaration and its export put into a site: both, or nothing."""

import shutil
from pathlib import Path

from publish.release.disk import write_whole


def put(path: Path, text: str, export: Path | None) -> None:
    """Write the declaration at `path`, its export copied beside it first, where one is given."""
    made = [folder for folder in (path.parent / "exports", path.parent) if not folder.exists()]
    copy = path.parent / "exports" / export.name if export else None
    there = copy is not None and copy.exists()
    try:
        (path.parent / "exports").mkdir(parents=True, exist_ok=True)
        if export and copy and not there:
            part = copy.with_name(f".{copy.name}.new")
            shutil.copyfile(export, part)
            part.replace(copy)
        write_whole(path, text)
    except BaseException:
        # An interruption in the middle leaves the site as it was.
        _take_back(path, copy if not there else None, made)
        raise


def _take_back(path: Path, copy: Path | None, made: list[Path]) -> None:
    for file in (path, copy):
        for one in (file, file and file.with_name(f".{file.name}.new")):
            if one:
                one.unlink(missing_ok=True)
    for folder in made:
        if folder.is_dir():
            folder.rmdir()
