"""The columns that we make of a table that many partners feed: its key, where rows come from."""

from collections.abc import Mapping
from typing import Any

from publish.declare.model import Tree
from publish.declare.tree import items, mapping

KEY = "id"
SOURCE, SOURCE_ID, LICENSE, UPDATED = "source", "source_id", "source_license", "source_updated"
FILLED, FRESH, DUPLICATE = "quality_filled", "quality_fresh", "quality_duplicate"
DISPUTED, LINK = "quality_disputed", "quality_link"


def _made(type: str, title: tuple[str, str], description: tuple[str, str]) -> Mapping[str, Any]:
    texts = {
        name: dict(zip(("fr", "en"), of, strict=True))
        for name, of in (("title", title), ("description", description))
    }
    return {"type": type, "role": "open", **texts}


_KEY = _made(
    "string",
    ("Identifiant", "Identifier"),
    (
        "Notre identifiant, qui reste quand ceux des partenaires changent.",
        "Our identifier, which stays when those of partners change.",
    ),
)
MADE: Mapping[str, Mapping[str, Any]] = {
    SOURCE: _made(
        "list",
        ("Partenaires", "Partners"),
        ("Les partenaires dont vient la ligne.", "The partners that the row comes from."),
    ),
    SOURCE_ID: _made(
        "list",
        ("Identifiants des partenaires", "Partners’ identifiers"),
        (
            "L’identifiant de la ligne chez chaque partenaire, dans le même ordre.",
            "The row’s identifier at each partner, in the same order.",
        ),
    ),
    LICENSE: _made(
        "list",
        ("Licences des partenaires", "Partners’ licences"),
        (
            "La licence de chaque partenaire, dans le même ordre.",
            "The licence of each partner, in the same order.",
        ),
    ),
    UPDATED: _made(
        "date",
        ("Mise à jour", "Updated"),
        (
            "Le jour où un partenaire a modifié la ligne pour la dernière fois.",
            "The day when a partner last changed the row.",
        ),
    ),
    FILLED: {
        "unit": "%",
        **_made(
            "integer",
            ("Remplissage", "Filled"),
            (
                "Part des colonnes qui ont une valeur, en pour cent.",
                "Share of the columns that have a value, in per cent.",
            ),
        ),
    },
    FRESH: _made(
        "boolean",
        ("À jour", "Fresh"),
        (
            "Si la ligne a été modifiée dans l’année avant la copie du partenaire.",
            "Whether the row was changed within the year before the partner’s copy.",
        ),
    ),
    DUPLICATE: _made(
        "boolean",
        ("Doublon possible", "Possible duplicate"),
        (
            "Si une autre ligne dit peut-être la même chose ; une personne doit en décider.",
            "Whether another row may be the same thing; a person has to decide.",
        ),
    ),
    DISPUTED: _made(
        "boolean",
        ("Contestée", "Disputed"),
        (
            "Si une correction relue contredit ce que dit un partenaire, ou une autre ; une "
            "personne doit en décider.",
            "Whether a correction that was reviewed contradicts what a partner says, or another "
            "one; a person has to decide.",
        ),
    ),
    LINK: _made(
        "boolean",
        ("Lien mort", "Dead link"),
        (
            "Si une adresse web de la ligne est connue pour ne mener nulle part.",
            "Whether a web address of the row is known to lead nowhere.",
        ),
    ),
}
"""As a declaration writes them, by name."""
FACETS = (SOURCE, FRESH, DUPLICATE, DISPUTED, LINK)
"""Those that visitors filter by behind the declared facets, unless one of them is declared."""


def is_fed_by_partners(table: Tree) -> bool:
    """Whether a table, as it was written, takes partners' rows."""
    return isinstance(table.get("partners"), Mapping)


def key_of(table: Tree) -> str:
    """The name of the key that we give, as a table was written."""
    key = mapping(table.get("partners")).get("key", KEY)
    return key if isinstance(key, str) else KEY


def with_made_columns(table: Tree) -> Tree:
    """The table, as it was written, with the columns that we make, unless it declares them.

    Its own sources have none of these, but for the key; some of them are facets.
    """
    columns = mapping(table.get("columns"))
    if not is_fed_by_partners(table) or not columns:
        return table
    key = key_of(table)
    sources = tuple(_without_made(source) for _, source in items(table.get("sources", ())))
    written = table.get("sources")
    return {
        **table,
        "sources": sources if isinstance(written, tuple) or written is None else written,
        "primary_key": table.get("primary_key", key),
        "columns": {key: _KEY, **columns, **{n: of for n, of in MADE.items() if n not in columns}},
        "browse": _with_facets(table.get("browse"), columns),
    }


def _with_facets(browse: Any, declared: Tree) -> Any:
    """What the site offers, as it was written, with the facets that we make."""
    if not (browse is None or isinstance(browse, Mapping)):
        return browse
    said = mapping(browse).get("facets", ())
    written = (said,) if isinstance(said, str) else said
    if not isinstance(written, tuple) or any(one in FACETS for one in written):
        return browse
    return {
        **mapping(browse),
        "facets": (*written, *(name for name in FACETS if name not in declared)),
    }


def _without_made(source: Any) -> Any:
    if not isinstance(source, Mapping):
        return source
    given = source.get("from")
    return (
        {**source, "from": {**dict.fromkeys(MADE), **mapping(given)}}
        if (given is None or isinstance(given, Mapping))
        else source
    )
