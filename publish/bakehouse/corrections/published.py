"""The table that tells what was corrected: which cell, what the export says, what is shown."""

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import Any

from publish.bakehouse.corrections.added import STANDS
from publish.bakehouse.corrections.corrected import Corrected
from publish.bakehouse.corrections.typed import same_key
from publish.bakehouse.engine import Workspace
from publish.bakehouse.personal.scan import scan
from publish.bakehouse.personal.search import Scanned
from publish.corrections.additions import WHOLE
from publish.declare.bounds import Drift, Shrink
from publish.declare.column import Column, Constraints, Text
from publish.declare.policy import Accept
from publish.declare.table import Table
from publish.declare.table_parts import Browse, ForeignKey, Reference
from publish.declare.told_beside import key_column, own_names
from publish.release.table import Table as Released
from publish.words.corrections import corrections_of
from publish.words.sql import literal, quoted

COLUMN, SOURCE, SHOWN, STATE, MONTH, EVIDENCE = (
    "column", "source", "shown", "state", "month", "evidence"
)  # fmt: skip
Folder = tuple[Mapping[str, Released], Path]
_TOLD = ("applied", "rematched", "conflict")
_ROWS = """
SELECT {keys}, CASE WHEN {whole} THEN {key} ELSE _column END AS {column},
    CASE WHEN {named} THEN NULL ELSE _source END AS {source},
    CASE WHEN {whole} THEN {own_key} WHEN _now <> 'conflict' THEN _new WHEN {named} THEN NULL
        ELSE _source END AS {shown},
    CASE WHEN {whole} THEN 'added' WHEN _now = 'conflict' THEN _now ELSE 'applied' END AS {state},
    _month AS {month}, nullif(_evidence, '') AS {evidence}
FROM {corrections} AS _c WHERE (_now IN {told} OR ({whole} AND {stands}))
    AND EXISTS (SELECT 1 FROM {rows} AS _r WHERE {same})
"""


def corrections_table(name: str, declared: Table, last: Released | None = None) -> Table:
    """Its declaration, from that of the table that is corrected, and of what a release tells."""
    keys, own = declared.primary_key, own_names(_COLUMNS, declared.primary_key)
    columns = {key: key_column(declared.columns[key]) for key in keys}
    columns |= {own[name]: column for name, column in _COLUMNS.items()}
    told = last.columns[own[STATE]].constraints.get("enum", ()) if last else ()
    if (declared.corrections is not None and declared.corrections.add) or "added" in told:
        columns[own[STATE]] = _WITH_ADDED
    return Table(
        title=_about(declared),
        description=_DESCRIPTION,
        about="things",
        license=declared.license,
        contents_license=declared.contents_license,
        sources=declared.sources,
        primary_key=(*keys, own[COLUMN]),
        foreign_keys=(ForeignKey(columns=keys, references=Reference(table=name, columns=keys)),),
        columns=columns,
        # It may lose all its rows: each week the producers take some over.
        shrink=Shrink(max=1),
        drift=Drift(max=1, range=1, distinct=1, facets=1, changed=1, keys=1),
        browse=Browse(facets=(own[COLUMN], own[STATE], own[MONTH])),
        charts=(),
        accept=dict(_accepted(declared, own)),
    )


def corrections_rows(declared: Table, corrected: Corrected, rows: Any, place: Workspace) -> Any:
    """Its rows (Ibis): of the corrections of rows (Ibis) that leave.

    What the export says is left out in columns where it would name somebody.
    """
    own, keys = own_names(_COLUMNS, declared.primary_key), list(map(quoted, declared.primary_key))
    named = _naming(declared, corrected, place)
    return place.table(
        "corrections",
        _ROWS,
        keys=", ".join(keys),
        whole=f"_column = {literal(WHOLE)}",
        key=literal(declared.primary_key[0]),
        own_key=f"{keys[0]}::VARCHAR",
        stands=STANDS,
        named=f"_column IN ({', '.join(map(literal, named))})" if named else "false",
        **{name: quoted(of) for name, of in own.items()},
        corrections=corrected.corrections,
        rows=rows,
        same=same_key(declared, "_c", "_r"),
        told=_TOLD,
    )


def added_then(release: Folder, name: str, key: Sequence[str], place: Workspace) -> int:
    """How many rows of a table, with this key, a release holds that were added at the desk.

    `release` are its tables and the folder of its files.
    """
    tables, folder = release
    told = tables.get(corrections_of(name))
    if told is None:
        return 0
    rows = place.texts(folder / told.path, [*told.columns])
    asked = "SELECT count(*) FROM {rows} WHERE {state} = 'added'"
    [[found]] = place.sql(
        place.filled(asked, rows=rows, state=quoted(own_names(_COLUMNS, key)[STATE]))
    )
    return int(found)


def _naming(declared: Table, corrected: Corrected, place: Workspace) -> list[str]:
    """The columns in which what the exports say looks like personal data, as far as it is known."""
    said = place.filled("{them}", them=corrected.corrections)
    names = [name for (name,) in place.sql(f"SELECT DISTINCT _column FROM {said}")]  # noqa: S608
    known = [name for name in sorted(names) if name in declared.columns]
    if not known:
        return []
    cells = ", ".join(
        f"CASE WHEN _column = {literal(n)} THEN {_said(declared.columns[n])} END AS {quoted(n)}"
        for n in known
    )
    sources = place.made("sources", f"SELECT {cells} FROM {said}")  # noqa: S608
    looked = [
        Scanned(name, declared.columns[name].type, declared.columns[name].header or "")
        for name in known
    ]
    hits = scan(sources, looked)
    return sorted({hit.column for hit in hits if not _agreed(declared, hit.column, hit.kind.name)})


def _said(column: Column) -> str:
    """SQL: what the export says, as whoever looks for personal data takes it."""
    return "try_cast(_source AS DOUBLE)" if column.type == "number" else "_source"


def _agreed(declared: Table, column: str, kind: str) -> bool:
    accepted = declared.accept.get(column)
    return accepted is not None and kind in accepted.kind


def _about(declared: Table) -> Text:
    fr, en = declared.title.fr, declared.title.en
    return Text(fr=f"{fr} : corrections", en=f"{en}: corrections" if en else None)


def _accepted(declared: Table, own: dict[str, str]) -> Iterator[tuple[str, Accept]]:
    """What a person accepted in the columns that may be corrected holds of their values here."""
    given = [*declared.accept.values()]
    if not given:
        return
    kinds = tuple(dict.fromkeys(kind for one in given for kind in one.kind))
    why, until = "; ".join(one.why for one in given), reduce(min, (one.until for one in given))
    for name in (SOURCE, SHOWN):
        yield own[name], Accept(kind=kinds, why=why, until=until)


_DESCRIPTION = Text(
    fr="Cellules corrigées par des contributions relues, tant que l’export du producteur dit autre "
    "chose.",
    en="Cells that were corrected by what people sent in and someone read, as long as the "
    "producer’s export says otherwise.",
)
_COLUMNS = {
    COLUMN: Column(
        type="string",
        role="open",
        title=Text(fr="Colonne", en="Column"),
        description=Text(fr="La colonne corrigée.", en="The column that is corrected."),
        constraints=Constraints(required=True),
    ),
    SOURCE: Column(
        type="string",
        role="open",
        title=Text(fr="Selon la source", en="The source says"),
        description=Text(
            fr="Ce que dit l’export ; vide s’il n’y a pas de valeur, ou si elle nommerait une "
            "personne.",
            en="What the export says; empty where it has no value, or one that would name a "
            "person.",
        ),
    ),
    SHOWN: Column(
        type="string",
        role="open",
        title=Text(fr="Publié", en="Published"),
        description=Text(fr="La valeur publiée.", en="The value that is published."),
    ),
    STATE: Column(
        type="string",
        role="open",
        title=Text(fr="État", en="State"),
        description=Text(
            fr="Si la correction vaut, ou si la source a changé entre-temps et l’emporte.",
            en="Whether the correction stands, or the source changed meanwhile and does.",
        ),
        labels={
            "applied": Text(fr="corrigé", en="corrected"),
            "conflict": Text(fr="la source a changé aussi", en="the source changed too"),
        },
        constraints=Constraints(required=True, enum=("applied", "conflict")),
    ),
    MONTH: Column(
        type="string",
        role="open",
        title=Text(fr="Mois", en="Month"),
        description=Text(fr="Mois de la décision.", en="The month in which it was decided."),
        constraints=Constraints(required=True, pattern=r"\d{4}-\d{2}"),
    ),
    EVIDENCE: Column(
        type="string",
        role="open",
        title=Text(fr="Justificatif", en="Evidence"),
        description=Text(fr="Lien vers ce qui le montre.", en="A link to what shows it."),
    ),
}
_WITH_ADDED = _COLUMNS[STATE].model_copy(
    update={
        "description": Text(
            fr="Si la correction vaut, si la source a changé entre-temps et l’emporte, ou si la "
            "ligne entière a été ajoutée.",
            en="Whether the correction stands, the source changed meanwhile and does, or the whole "
            "row was added.",
        ),
        "labels": {**_COLUMNS[STATE].labels, "added": Text(fr="ligne ajoutée", en="row added")},
        "constraints": Constraints(required=True, enum=("applied", "conflict", "added")),
    }
)
