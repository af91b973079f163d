"""A declaration and its exports put into a site: both, or nothing."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from publish.declare.model import dataset_name
from publish.declare.site import SiteFolder
from publish.errors import DeclarationError
from publish.release.disk import write_whole


def put(path: Path, text: str, exports: Sequence[Path]) -> None:
    """Write the declaration at `path`, the exports copied beside it first."""
    folder = path.parent / "exports"
    made = [one for one in (folder, path.parent) if not one.exists()]
    copies = {folder / one.name: one for one in exports if not (folder / one.name).exists()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for copy, export in copies.items():
            shutil.copyfile(export, _part(copy))
            _part(copy).replace(copy)
        write_whole(path, text)
    except BaseException:
        # An interruption in the middle leaves the site as it was.
        _take_back([path, *copies], made)
        raise


def _part(file: Path) -> Path:
    return file.with_name(f".{file.name}.new")


def _take_back(files: Sequence[Path], made: Sequence[Path]) -> None:
    for file in files:
        for one in (file, _part(file)):
            one.unlink(missing_ok=True)
    for folder in made:
        if folder.is_dir():
            folder.rmdir()


def free_place(site: SiteFolder, name: str) -> Path:
    """Where a declaration of that name goes; raises DeclarationError: no name, or one is there."""
    try:
        path = site.data / dataset_name(name) / "dataset.yaml"
    except ValueError as error:
        raise DeclarationError(f"{error} by --name") from None
    if path.exists():
        raise DeclarationError(f"{path}: there already; choose another name by --name")
    return path
