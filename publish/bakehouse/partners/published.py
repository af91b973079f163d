"""The table that tells which partners' rows are behind each row, and which cells are theirs."""

from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.partners.merge import Merged
from publish.declare.bounds import Drift, Shrink
from publish.declare.column import Column, Constraints, Text
from publish.declare.merged_columns import SOURCE_ID
from publish.declare.table import Table
from publish.declare.table_parts import Browse, ForeignKey, Reference
from publish.declare.told_beside import key_column, own_names
from publish.words.sql import quoted

_ROWS = """
SELECT _published AS {key}, _partner AS {partner}, _source_id AS {source_id},
    _license AS {license}, _updated AS {updated}, _columns AS {columns}
FROM {sources} AS s WHERE EXISTS (SELECT 1 FROM {rows} AS r WHERE r.{key} = s._published)
ORDER BY ALL
"""


def sources_table(name: str, declared: Table) -> Table:
    """Its declaration, from that of the table whose rows it tells of."""
    [key] = declared.primary_key
    own = own_names(_COLUMNS, declared.primary_key)
    fr, en = declared.title.fr, declared.title.en
    accepted = declared.accept.get(SOURCE_ID)
    return Table(
        title=Text(fr=f"{fr} : partenaires", en=f"{en}: partners" if en else None),
        description=_DESCRIPTION,
        about="things",
        license=declared.license,
        contents_license=declared.contents_license,
        sources=(),
        primary_key=(own["partner"], own["source_id"]),
        foreign_keys=(
            ForeignKey(columns=(key,), references=Reference(table=name, columns=(key,))),
        ),
        columns={key: key_column(declared.columns[key])}
        | {own[column]: of for column, of in _COLUMNS.items()},
        shrink=Shrink(max=1),
        drift=Drift(max=1, range=1, distinct=1, facets=1, changed=1, keys=1),
        browse=Browse(facets=(own["partner"], own["license"])),
        charts=(),
        accept={own["source_id"]: accepted} if accepted else {},
    )


def sources_rows(declared: Table, merged: Merged, rows: Any, place: Workspace) -> Any:
    """Its rows (Ibis): of the rows (Ibis) that leave."""
    [key] = declared.primary_key
    own = {name: quoted(of) for name, of in own_names(_COLUMNS, declared.primary_key).items()}
    return place.table("sources", _ROWS, key=quoted(key), sources=merged.sources, rows=rows, **own)


_DESCRIPTION = Text(
    fr="Les lignes des partenaires qui sont derrière chaque ligne, et celles de ses cellules qui "
    "viennent d’elles.",
    en="The partners’ rows that are behind each row, and which of its cells come from them.",
)
_COLUMNS = {
    "partner": Column(
        type="string",
        role="open",
        title=Text(fr="Partenaire", en="Partner"),
        description=Text(
            fr="Le partenaire qui a donné la ligne.", en="The partner who gave the row."
        ),
        constraints=Constraints(required=True),
    ),
    "source_id": Column(
        type="string",
        role="open",
        title=Text(fr="Identifiant du partenaire", en="Partner’s identifier"),
        description=Text(
            fr="L’identifiant de la ligne chez lui.", en="The row’s identifier there."
        ),
        constraints=Constraints(required=True),
    ),
    "license": Column(
        type="string",
        role="open",
        title=Text(fr="Licence", en="Licence"),
        description=Text(fr="La licence de ses données.", en="The licence of their data."),
        constraints=Constraints(required=True),
    ),
    "updated": Column(
        type="date",
        role="open",
        title=Text(fr="Mise à jour", en="Updated"),
        description=Text(
            fr="Le jour où le partenaire a modifié la ligne.",
            en="The day when the partner changed the row.",
        ),
    ),
    "columns": Column(
        type="list",
        role="open",
        title=Text(fr="Colonnes", en="Columns"),
        description=Text(
            fr="Les cellules de la ligne publiée qui viennent de lui.",
            en="Which cells of the published row are theirs.",
        ),
    ),
}
