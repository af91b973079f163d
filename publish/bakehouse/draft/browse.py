"""What a draft proposes for a table as a whole: its key, facets and label."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from publish.bakehouse.draft.roles import RoleGuess
from publish.bakehouse.draft.types import TypeGuess
from publish.bakehouse.draft.vocabulary import (
    EASTINGS,
    LABELS,
    LATITUDES,
    LONGITUDES,
    NORTHINGS,
    PLACES,
)
from publish.bakehouse.header_words import words

FACETS = 8
FACET_VALUES = range(2, 51)
FACET_LENGTH = 60
KEYS = frozenset({"id", "ident", "identifiant", "identifier", "uid", "uuid", "code"})


@dataclass(frozen=True)
class DraftColumn:
    """A column of the draft; `counts` says how often each of its values occurs."""

    name: str
    header: str
    counts: Mapping[str, int]
    type: TypeGuess
    role: RoleGuess

    @property
    def open(self) -> bool:
        """Whether the site may show and use the column."""
        return self.role.role == "open" and not self.role.drop

    @property
    def padded(self) -> int:
        """How many of its cells have blanks around a text."""
        return sum(n for value, n in self.counts.items() if value.strip() not in ("", value))

    @cached_property
    def values(self) -> frozenset[str]:
        """Its different texts without the blanks around them, but for those that are missing."""
        missing = self.type.keys.get("missing_values", ())
        lacking = missing if isinstance(missing, list) else []
        return frozenset(value.strip() for value in self.counts) - {"", *lacking}

    def speaks_of(self, vocabulary: frozenset[str]) -> bool:
        """Whether a word of the header, or of the name, is in a vocabulary."""
        return bool(vocabulary.intersection((*words(self.header), *words(self.name))))


def key_of(columns: Iterable[DraftColumn], rows: int) -> str | None:
    """The column that is filled and different in every row, one called id rather than others."""
    fit = [column for column in columns if _is_key(column, rows)]
    return min(fit, key=_unlikeliness).name if fit else None


def browse_of(columns: Sequence[DraftColumn], rows: int) -> dict[str, object]:
    """The `browse:` settings: facets, search, label and sort, where columns fit."""
    browse: dict[str, object] = {}
    texts = [column for column in columns if column.open and column.type.type == "string"]
    facets = [column.name for column in texts if _is_facet(column, rows)][:FACETS]
    label = next((column.name for column in texts if column.speaks_of(LABELS)), None)
    if facets:
        browse["facets"] = facets
    if label:
        browse |= {"search": [label], "label": label, "sort": label}
    return browse


def _unlikeliness(column: DraftColumn) -> tuple[bool, ...]:
    """A place's code may be the row's by chance, a name changes."""
    return column.speaks_of(PLACES), not column.speaks_of(KEYS), column.speaks_of(LABELS)


def _is_key(column: DraftColumn, rows: int) -> bool:
    return (
        column.open
        and column.type.type in ("string", "integer")
        and rows > 1
        and len({value.strip() for value in column.counts}) == rows
        and all(value.strip() for value in column.counts)
        and not column.speaks_of(LATITUDES | LONGITUDES | NORTHINGS | EASTINGS)
    )


def _is_facet(column: DraftColumn, rows: int) -> bool:
    values = [value for value in column.counts if value.strip()]
    return (
        len(values) in FACET_VALUES
        and rows >= 2 * len(values)
        and max(map(len, values)) <= FACET_LENGTH
    )
