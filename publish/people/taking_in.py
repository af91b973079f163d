"""An archive taken into an empty site: its rows as exports again, each with a declaration.

What was private stays so there: the declaration drops it. Who takes it in decides of the rest.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from ruamel.yaml import YAML

from publish.declare.declaration import Dataset
from publish.declare.model import dataset_name
from publish.declare.site import DECLARATION, SiteFolder
from publish.declare.yaml_file import checked
from publish.errors import SourceError, StoreError
from publish.people.answer_files import MANIFEST, Answer, HeldColumn, HeldTable, read_answer

# What an answer holds as JSON text, whatever it was read from.
_AS_JSON = ("list", "json")


def take_in(site: SiteFolder, file: Path) -> dict[str, int]:
    """The rows that were taken in, by dataset; all of the archive, or nothing.

    Raises SourceError for what is no whole archive, StoreError where a dataset is there already.
    """
    answer = _whole(file)
    tables = defaultdict[str, list[HeldTable]](list)
    for table in answer.tables:
        tables[table.dataset].append(table)
    declared = {name: _declared(file, answer, name, some) for name, some in tables.items()}
    for name in tables:
        if (site.data / name).exists():
            raise StoreError(
                f"{site.data / name} is there already; take the archive into an empty site "
                "(`fournil init DIR`, then `fournil --site DIR person import FILE`)"
            )
    for name, some in tables.items():
        _write(site.data / name, declared[name], some)
    return {name: sum(len(one.rows) for one in some) for name, some in tables.items()}


def _whole(file: Path) -> Answer:
    """What the archive says, once each of its files is found as its manifest lists it."""
    try:
        content = file.read_bytes()
        with ZipFile(BytesIO(content)) as files:
            for one in json.loads(files.read(MANIFEST))["files"]:
                if sha256(files.read(one["path"])).hexdigest() != one["sha256"]:
                    raise SourceError(f"{file}: {one['path']} was changed; take the archive anew")
        return read_answer(content)
    except (BadZipFile, FileNotFoundError, KeyError, ValueError, TypeError) as error:
        raise SourceError(
            f"{file}: no archive of an answer ({type(error).__name__}); give the ZIP of /desk/me"
        ) from None


def _declared(
    file: Path, answer: Answer, name: str, tables: Sequence[HeldTable]
) -> Mapping[str, Any]:
    """The declaration of a dataset of an archive; raises SourceError for one that cannot be."""
    first = tables[0]
    tree = {
        "title": {"fr": name},
        "description": {"fr": f"Ce que {first.controller} détenait le {answer.day}."},
        "producer": {"name": first.controller},
        "contact": answer.contact,
        "contributed": True,
        "license": first.license,
        "frequency": "irregular",
        "tables": {one.table: _table(one) for one in tables},
    }
    _, wrong = checked(tree, Dataset)
    said = [f"{'.'.join(map(str, place))}: {what}" for place, what in wrong]
    try:
        dataset_name(name)
    except ValueError as error:
        said.append(str(error))
    if said:
        raise SourceError(f"{file}: {name!r} cannot be declared again ({'; '.join(said)})")
    return tree


def _table(held: HeldTable) -> dict[str, Any]:
    return {
        "title": {"fr": held.table, **held.titles},
        "about": "things",
        "license": held.license,
        "sources": ({"path": f"exports/{held.table}.json"},),
        "contributor": held.person,
        # A text is taken as it is, whatever word the service had for none.
        "missing_values": (),
        "columns": {one.name: _column(one, one.name == held.person) for one in held.columns},
    }


def _column(held: HeldColumn, names: bool) -> dict[str, Any]:
    private = names or held.fate in ("private", "code")
    shut = {"role": "identifier", "protect": "drop"} if private else {"role": "open"}
    titled = {"title": {"fr": held.name, **held.titles}} if held.titles else {}
    return {"type": "json" if held.type in _AS_JSON else held.type, **shut, **titled}


def _write(folder: Path, declared: Mapping[str, Any], tables: Sequence[HeldTable]) -> None:
    (folder / "exports").mkdir(parents=True)
    for one in tables:
        rows = json.dumps([dict(row.values) for row in one.rows], ensure_ascii=False)
        (folder / "exports" / f"{one.table}.json").write_text(rows + "\n", encoding="utf-8")
    with (folder / DECLARATION).open("w", encoding="utf-8") as file:
        YAML().dump(json.loads(json.dumps(declared)), file)
