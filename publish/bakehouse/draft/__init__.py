"""A declaration drafted from an export: it guesses and says why, a person decides."""

import re
from pathlib import Path

from publish.bakehouse.draft.dialect import FileDialect, detect
from publish.bakehouse.draft.names import column_names, slug
from publish.bakehouse.draft.samples import samples_of
from publish.bakehouse.draft.write import written
from publish.bakehouse.read.files import packing_of
from publish.declare.model import dataset_name
from publish.declare.site import SiteFolder
from publish.errors import DeclarationError

__all__ = ["FileDialect", "detect", "draft", "new_dataset"]


def draft(file: Path, name: str | None = None) -> str:
    """The text of a dataset.yaml for an export; raises SourceError for one that cannot be read."""
    samples, left = samples_of(file)
    tables = column_names([sample.name or name or _stem(file) for sample in samples])
    title = _title(_stem(file)) or tables[0]
    titles = [_title(sample.name) or title for sample in samples]
    drafted = list(zip(tables, titles, samples, strict=True))
    return written(drafted, title, f"exports/{file.name}", left)


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


def _title(name: str) -> str:
    words = " ".join(re.split(r"[\s_.-]+", name)).strip()
    return words[:1].upper() + words[1:]


def _allowed(name: str) -> str:
    try:
        return dataset_name(name)
    except ValueError as error:
        raise DeclarationError(f"{error} by --name") from None
