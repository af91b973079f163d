"""Copies of the current release's files, for people without a server."""

import shutil
from collections.abc import Collection
from pathlib import Path

from publish.errors import StoreError
from publish.release.release import Release
from publish.release.store import Store

ALWAYS = ("LICENSE.txt", "README.md")


def export(store: Store, formats: Collection[str], to: Path) -> list[Path]:
    """Copy the files of some formats (none named: of all) into a folder, with the licence.

    A file appears under its name once it is whole. Returns the copies; raises StoreError where
    there is no release, no such format, or the disk refuses.
    """
    current = store.current()
    if current is None:
        raise StoreError(f"{store.dataset}: no release to export; run `fournil publish`")
    files = {form.path: form.format for form in current.package.forms}
    _check_known(current, formats, set(files.values()))
    wanted = [path for path, format in files.items() if not formats or format in formats]
    always = [name for name in ALWAYS if (current.folder / name).is_file()]
    try:
        to.mkdir(parents=True, exist_ok=True)
        return [_copy(current.folder / name, to / name) for name in (*wanted, *always)]
    except OSError as error:
        raise StoreError(f"{to}: cannot be written ({error.strerror})") from None


def _check_known(release: Release, formats: Collection[str], known: Collection[str]) -> None:
    for format in formats:
        if format not in known:
            raise StoreError(
                f"{release.dataset} {release.version} has no {format!r}; "
                f"there: {', '.join(sorted(known))}"
            )


def _copy(source: Path, target: Path) -> Path:
    unfinished = target.with_name(f".{target.name}.part")
    shutil.copyfile(source, unfinished)
    return unfinished.replace(target)
