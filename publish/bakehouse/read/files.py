"""Where exports are: paths and globs inside a dataset's folder, formats by extension."""

from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from publish.errors import SourceError

PACKED = (".gz", ".zip", ".zst", ".bz2")
FORMATS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".psv": "csv",
    ".txt": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".geojson": "json",
    ".xlsx": "xlsx",
    ".xls": "xls",
    ".ods": "ods",
    ".parquet": "parquet",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".db": "sqlite",
    ".dbf": "dbf",
}


def packing_of(file: str) -> str | None:
    """`.gz` or its like when a file's name or address ends so, else None."""
    suffix = _name(file).suffix
    return suffix if suffix in PACKED else None


def extension_of(file: str) -> str:
    """The extension that tells a file's format, behind `.gz` and its like; lower case."""
    name = _name(file)
    return PurePosixPath(name.stem).suffix if name.suffix in PACKED else name.suffix


def format_of(file: str) -> str | None:
    """The key in READERS that a file's name tells, or None."""
    return FORMATS.get(extension_of(file))


def _name(file: str) -> PurePosixPath:
    path = urlsplit(file).path if file.startswith(("https://", "http://")) else file
    return PurePosixPath(path.lower())


def matches(pattern: str, folder: Path) -> list[tuple[Path, str]]:
    """The files of `folder` that a path or glob names, sorted, each with its name in messages.

    Raises SourceError when there is none, naming what is there, or when one is outside `folder`.
    """
    if PurePosixPath(pattern).is_absolute() or ".." in PurePosixPath(pattern).parts:
        raise _outside(pattern, folder)
    exact = folder / pattern
    paths = [exact] if exact.exists() else sorted(folder.glob(pattern))
    if exact.is_symlink() and not exact.exists():
        raise SourceError(f"{pattern}: a link to nothing; put the file itself there")
    if not paths:
        raise SourceError(f"{pattern}: no such file in {folder}; {_there(exact.parent)}")
    return [(_checked(path, pattern, folder), str(path.relative_to(folder))) for path in paths]


def _checked(path: Path, pattern: str, folder: Path) -> Path:
    if not path.resolve().is_relative_to(folder.resolve()):
        raise _outside(pattern, folder)
    name = path.relative_to(folder)
    if not path.is_file() and not path.is_dir():
        raise SourceError(f"{name}: neither a file nor a folder; put a file there")
    if not path.is_file():
        raise SourceError(f"{name}: a folder, not a file; name its files, as in `{name}/*.csv`")
    return path


def _outside(pattern: str, folder: Path) -> SourceError:
    return SourceError(
        f"{pattern}: outside the dataset's folder; copy the export into {folder / 'exports'}"
    )


def _there(folder: Path) -> str:
    if not folder.is_dir():
        return f"there is no folder {folder}"
    names = sorted(path.name for path in folder.iterdir())
    return f"in {folder}: {', '.join(names[:20]) or 'nothing'}"
