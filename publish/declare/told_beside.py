"""What tables that tell of the rows of another share: its key, and names of their own."""

from collections.abc import Collection, Iterable

from publish.declare.column import Column, Constraints


def key_column(column: Column) -> Column:
    """A column of the other table's key, as it stands in the one that tells of it."""
    return Column(
        type=column.type,
        role="open",
        title=column.title,
        description=column.description,
        constraints=Constraints(required=True),
    )


def own_names(words: Iterable[str], key: Collection[str]) -> dict[str, str]:
    """The names of its own columns, by our words: other ones where the key has such a name."""
    return {word: f"{word}_" if word in key else word for word in words}
