"""A declaration drafted from an export: it guesses and says why, a person decides."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from publish.bakehouse.draft.browse import DraftColumn
from publish.bakehouse.draft.dialect import FileDialect, detect
from publish.bakehouse.draft.dialogue import Question, held
from publish.bakehouse.draft.names import column_names, slug
from publish.bakehouse.draft.put import put
from publish.bakehouse.draft.questions import Known, dialogue
from publish.bakehouse.draft.rows import Sample
from publish.bakehouse.draft.samples import samples_of
from publish.bakehouse.draft.write import Drafted, guesses, written, written_as_decided
from publish.bakehouse.read.files import packing_of
from publish.declare.model import dataset_name
from publish.declare.site import SiteFolder
from publish.errors import DeclarationError

__all__ = ["FileDialect", "ask_for_dataset", "detect", "draft", "new_dataset"]


def draft(file: Path, name: str | None = None) -> str:
    """The text of a dataset.yaml for an export; raises SourceError for one that cannot be read."""
    drafted, title, left = _drafted(file, name)
    return written(drafted, title, f"exports/{file.name}", left)


def new_dataset(site: SiteFolder, file: Path, name: str | None) -> Path:
    """Write data/<name>/dataset.yaml for an export and return its path.

    Without a name, the file's is taken; the export itself belongs into data/<name>/exports/.
    Raises DeclarationError for a name that is taken or not allowed, SourceError for the export.
    """
    path = _place(site, file, name)
    text = draft(file, name)
    (path.parent / "exports").mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def ask_for_dataset(
    site: SiteFolder, file: Path, name: str | None, ask: Callable[[Question], str], today: date
) -> Path:
    """The same, where a person answers what a draft leaves open; the export is copied if wanted.

    Nothing is written before the last answer. Raises as `new_dataset`, and where no table is kept.
    """
    path = _place(site, file, name)
    drafted, title, left = _drafted(file, name)
    known = _known(site, title, file, today)
    guessed: dict[object, list[DraftColumn]] = {}

    def guess(sample: Sample) -> list[DraftColumn]:
        of = (sample.name, sample.headers, len(sample.rows))
        if of not in guessed:
            guessed[of] = guesses(sample)
        return guessed[of]

    decided = held(lambda: dialogue(drafted, known, guess), ask)
    if not decided.tables:
        raise DeclarationError(f"{file}: no table is kept; answer y for one")
    text = written_as_decided(decided, f"exports/{file.name}", left)
    put(path, text, file if decided.copied else None)
    return path


def _drafted(file: Path, name: str | None) -> tuple[list[Drafted], str, list[str]]:
    """What was read of an export: its tables, its title, what is left out of it."""
    samples, left = samples_of(file)
    tables = column_names([sample.name or name or _stem(file) for sample in samples])
    title = _title(_stem(file)) or tables[0]
    titles = [_title(sample.name) or title for sample in samples]
    return list(zip(tables, titles, samples, strict=True)), title, left


def _place(site: SiteFolder, file: Path, name: str | None) -> Path:
    dataset = _allowed(name or slug(_stem(file), "dataset", "-"))
    path = site.data / dataset / "dataset.yaml"
    if path.exists():
        raise DeclarationError(f"{path}: there already; choose another name by --name")
    return path


def _known(site: SiteFolder, title: str, file: Path, today: date) -> Known:
    try:
        said = site.metadata()
    except DeclarationError:
        return Known(title, "", "", None, file.name, today)
    return Known(title, said.publisher.name, said.contact, said.license, file.name, today)


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
