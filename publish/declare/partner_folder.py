"""The files of a dataset's partners, read together: what is wrong in any of them, and between them.

All of it is told at once, each line with its file.
"""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from publish.declare.declaration import Dataset
from publish.declare.model import nearest
from publish.declare.partner import Partner
from publish.declare.partner_rules import partner_findings, table_of
from publish.declare.yaml_file import line_of, load
from publish.errors import DeclarationError

ENDING = ".yaml"


def files_in(folder: Path) -> dict[str, Path]:
    """Where each partner is declared, by the file's stem, sorted."""
    return {path.stem: path for path in sorted(folder.glob(f"*{ENDING}"))}


def read_partners(folder: Path, declaration: Path, dataset: Dataset) -> dict[str, Partner]:
    """The partners of a dataset, by the stems of their files; raises DeclarationError."""
    found, wrong = _read(folder, declaration, dataset)
    if wrong:
        raise DeclarationError("\n".join(wrong))
    return found


def read_partner(folder: Path, declaration: Path, dataset: Dataset, stem: str) -> Partner:
    """One of the partners, whatever is wrong with others; raises DeclarationError."""
    found, wrong = _read(folder, declaration, dataset)
    own = (f"{folder}/{stem}.", f"{declaration}:")
    if told := [line for line in wrong if line.startswith(own)]:
        raise DeclarationError("\n".join(told))
    if stem not in found:
        known = ", ".join(files_in(folder)) or "none yet, `fournil partner new` drafts one"
        raise DeclarationError(f"{folder.parent.name}: no partner {stem!r}; there: {known}")
    return found[stem]


def _read(
    folder: Path, declaration: Path, dataset: Dataset
) -> tuple[dict[str, Partner], list[str]]:
    """The partners whose files are right, and all that is wrong, a line each."""
    fits = partial(partner_findings, dataset=dataset)
    files, found, wrong = files_in(folder), dict[str, Partner](), [*_passed_over(folder)]
    for stem, path in files.items():
        try:
            _refuse_unfit(path)
            found[stem] = load(path, Partner, fits)
        except DeclarationError as error:
            wrong += str(error).splitlines()
    wrong += _same_names(files, found, dataset)
    wrong += _still_there(files, found)
    wrong += _unknown_in_order(files, found, declaration, dataset)
    return found, wrong


def partner_name(name: str) -> str:
    """The name of a partner's file; raises DeclarationError where it is unfit for one."""
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise DeclarationError(
            f"{name!r} is no partner's name; use a-z, 0-9 and -, starting with a letter"
        )
    return name


def _refuse_unfit(path: Path) -> None:
    try:
        partner_name(path.stem)
    except DeclarationError as error:
        raise DeclarationError(f"{path}: {error} (rename the file)") from None


def _passed_over(folder: Path) -> Iterator[str]:
    """Files that are meant as a partner's, and that nothing reads."""
    for path in sorted(folder.glob("*")):
        if path.suffix != ENDING and path.suffix.lower() in (".yml", ENDING):
            yield f"{path}: not read, for its ending; rename it to {path.stem}{ENDING}"


def _tables(found: Mapping[str, Partner], dataset: Dataset) -> dict[str, str]:
    """The table that each partner feeds."""
    taking = {name: table for name, table in dataset.tables.items() if table.partners}
    return {stem: table_of(one.table, taking) for stem, one in found.items()}


def _same_names(
    files: Mapping[str, Path], found: Mapping[str, Partner], dataset: Dataset
) -> Iterator[str]:
    """Partners of one table that no reader could tell from each other."""
    first = dict[tuple[str, str], str]()
    for stem, table in _tables(found, dataset).items():
        name = found[stem].name
        other = first.setdefault((table, " ".join(name.split()).casefold()), stem)
        if other != stem:
            line = line_of(files[stem], ("name",))
            yield (
                f"{files[stem]}:{line}: name: {name!r} is the name of partners/{other}{ENDING} "
                "too; write another one, by which readers tell them apart"
            )


def _still_there(files: Mapping[str, Path], found: Mapping[str, Partner]) -> Iterator[str]:
    """Former names that are a partner's still, or that two say of themselves."""
    first = dict[str, str]()
    for stem, one in found.items():
        if one.formerly is None:
            continue
        other = one.formerly if one.formerly in files else first.setdefault(one.formerly, stem)
        if other != stem or one.formerly == stem:
            line = line_of(files[stem], ("formerly",))
            yield (
                f"{files[stem]}:{line}: formerly: {one.formerly!r} is what "
                f"partners/{other}{ENDING} is or was called; keep one of both, or take this out"
            )


def _unknown_in_order(
    files: Mapping[str, Path], found: Mapping[str, Partner], declaration: Path, dataset: Dataset
) -> Iterator[str]:
    """Names under `order` that are no partner of the table."""
    feeds = _tables(found, dataset)
    for name, table in dataset.tables.items():
        # A file with a mistake of its own says nothing of its table yet.
        known = [stem for stem in files if feeds.get(stem, name) == name]
        for number, stem in enumerate(table.partners.order if table.partners else ()):
            if stem not in known:
                place = ("tables", name, "partners", "order", number)
                near = nearest(stem, known, "its partners: ")
                yield (
                    f"{declaration}:{line_of(declaration, place)}: {'.'.join(map(str, place))}: "
                    f"no file partners/{stem}{ENDING} feeds this table; {near} (write the file, "
                    "or take the name out)"
                )
