"""Letters that are two in one: who lacks `œ` on the keyboard writes `oe`, and finds it."""

JOINED = {"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "ß": "ss", "ẞ": "Ss"}
_PARTED = str.maketrans(JOINED)


def parted(text: str) -> str:
    """A text with its joined letters one after the other."""
    return text.translate(_PARTED)


def parted_sql(expression: str) -> str:
    """The same of an expression of SQL."""
    for joined, letters in JOINED.items():
        expression = f"replace({expression}, '{joined}', '{letters}')"
    return expression
