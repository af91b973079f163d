"""A declaration drafted from exports: it guesses and says why, a person decides."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from publish.bakehouse.draft.browse import DraftColumn
from publish.bakehouse.draft.dialect import FileDialect, detect
from publish.bakehouse.draft.dialogue import Question, held
from publish.bakehouse.draft.names import column_names, slug
from publish.bakehouse.draft.put import free_place, put
from publish.bakehouse.draft.questions import Known, dialogue
from publish.bakehouse.draft.rows import Drafted
from publish.bakehouse.draft.samples import samples_of
from publish.bakehouse.draft.write import guesses, written, written_as_decided
from publish.bakehouse.read.files import packing_of
from publish.declare.site import SiteFolder
from publish.errors import DeclarationError

__all__ = ["FileDialect", "ask_for_dataset", "detect", "draft", "new_dataset"]


def draft(*files: Path, name: str | None = None) -> str:
    """The text of a dataset.yaml for exports; raises SourceError for one that cannot be read."""
    return written(*_drafted(files, name))


def new_dataset(site: SiteFolder, files: Sequence[Path], name: str | None) -> Path:
    """Write data/<name>/dataset.yaml for exports and return its path.

    Without a name, that of the one file is taken; exports belong into data/<name>/exports/.
    Raises DeclarationError for a name that is taken or not allowed, SourceError for an export.
    """
    path = _place(site, files, name)
    put(path, draft(*files, name=name), [])
    return path


def ask_for_dataset(
    site: SiteFolder,
    files: Sequence[Path],
    name: str | None,
    ask: Callable[[Question], str],
    today: date,
    language: str = "en",
) -> Path:
    """The same, where a person answers what a draft leaves open; exports are copied if wanted.

    Nothing is written before the last answer. Raises as `new_dataset`, and where no table is kept.
    """
    path = _place(site, files, name)
    drafted, title, left = _drafted(files, name)
    names = ", ".join(file.name for file in files)
    known = _known(site, title, names, today, language)
    guessed: dict[object, list[DraftColumn]] = {}

    def guess(one: Drafted) -> list[DraftColumn]:
        of = (one.name, one.sample.headers, len(one.sample.rows))
        if of not in guessed:
            guessed[of] = guesses(one.sample)
        return guessed[of]

    decided = held(lambda: dialogue(drafted, known, guess), ask)
    if not decided.tables:
        raise DeclarationError(f"{names}: no table is kept; answer y for one")
    put(path, written_as_decided(decided, left), files if decided.copied else [])
    return path


def _drafted(files: Sequence[Path], name: str | None) -> tuple[list[Drafted], str, list[str]]:
    """What was read of exports: their tables, a title, what is left out of them."""
    read = [(file, *samples_of(file)) for file in files]
    found = [(file, sample) for file, samples, _ in read for sample in samples]
    alone = None if files[1:] else name
    tables = column_names([sample.name or alone or _stem(file) for file, sample in found])
    title = _title(_stem(files[0]) if not files[1:] else name or "") or tables[0]
    drafted = [
        Drafted(table, _title(sample.name or _stem(file)) or title, f"exports/{file.name}", sample)
        for table, (file, sample) in zip(tables, found, strict=True)
    ]
    return drafted, title, [line for _, _, left in read for line in left]


def _place(site: SiteFolder, files: Sequence[Path], name: str | None) -> Path:
    if files[1:] and name is None:
        raise DeclarationError(f"{len(files)} files become one dataset; say its name by --name")
    named: dict[str, Path] = {}
    for file in files:
        if other := named.get(file.name):
            raise DeclarationError(f"{other}, {file}: two files of one name; rename one")
        named[file.name] = file
    return free_place(site, name or slug(_stem(files[0]), "dataset", "-"))


def _known(site: SiteFolder, title: str, files: str, today: date, language: str) -> Known:
    try:
        said = site.metadata()
    except DeclarationError:
        return Known(title, "", "", None, files, today, language)
    by, asked = said.publisher.name, said.basis == "required"
    return Known(title, by, said.contact, said.license, files, today, language, asked)


def _stem(file: Path) -> str:
    """The file's name without `.csv` or `.csv.gz`."""
    return Path(file.stem).stem if packing_of(file.name) else file.stem


def _title(name: str) -> str:
    words = " ".join(re.split(r"[\s_.-]+", name)).strip()
    return words[:1].upper() + words[1:]
