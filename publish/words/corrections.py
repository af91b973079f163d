"""How the table is called that tells what was corrected in another, and the keys of new rows."""

CORRECTIONS = "_corrections"
OWN_KEY = "desk-"
"""How the keys of rows begin that were added at the desk; eight letters of base32 follow."""
OWN_KEY_SAMPLE = f"{OWN_KEY}k4q7x2mz"


def corrections_of(table: str) -> str:
    """The name of the table that tells what was corrected in a table."""
    return f"{table}{CORRECTIONS}"
