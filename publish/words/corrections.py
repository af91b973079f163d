"""How the table is called that tells what was corrected in another."""

CORRECTIONS = "_corrections"


def corrections_of(table: str) -> str:
    """The name of the table that tells what was corrected in a table."""
    return f"{table}{CORRECTIONS}"
