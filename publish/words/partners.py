"""How the table is called that tells which partners a table's rows come from."""

SOURCES = "_sources"


def sources_of(table: str) -> str:
    """The name of the table that tells which partners' rows are behind each row of a table."""
    return f"{table}{SOURCES}"
