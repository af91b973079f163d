"""A declaration drafted from an export: it guesses and says why, a person decides."""

from pathlib import Path

from publish.draft.dialect import Dialect, detect
from publish.draft.names import column_names, slug
from publish.draft.rows import sample_of
from publish.draft.write import written
from publish.errors import DeclarationError
from publish.model import dataset_name
from publish.read.files import packing_of
from publish.site import SiteFolder

__all__ = ["Dialect", "detect", "draft", "new_dataset"]


def draft(file: Path, name: str | None = None) -> str:
    """The text of a dataset.yaml for an export; raises SourceError for one that cannot be read."""
    table = column_names([name or _stem(file)])[0]
    title = " ".join(_stem(file).replace("_", " ").replace("-", " ").split()) or table
    return written(sample_of(file), title[:1].upper() + title[1:], table, f"exports/{file.name}")


def new_dataset(site: SiteFolder, file: Path, name: str | None) -> Path:
    """Write data/<name>/dataset.yaml for an export and return its path.

    Without a name, the file's is taken; the export itself belongs into data/<name>/exports/.
    Raises DeclarationError for a name that is taken or not allowed, SourceError for the export.
    """
    dataset = _allowed(name or slug(_stem(file), "dataset", "-"))
    path = site.data / dataset / "dataset.yaml"
    if path.exists():
        raise DeclarationError(f"{path}: there already; choose another name by --name")
    text = draft(file, name)
    (path.parent / "exports").mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _stem(file: Path) -> str:
    """The file's name without `.csv` or `.csv.gz`."""
    return Path(file.stem).stem if packing_of(file.name) else file.stem


def _allowed(name: str) -> str:
    try:
        return dataset_name(name)
    except ValueError as error:
        raise DeclarationError(f"{error} by --name") from None
