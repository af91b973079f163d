"""How a SQLite file is opened by who only reads it."""

from pathlib import Path


def read_only(path: Path, *, at_rest: bool = True) -> str:
    """The URI of a file that is never written; `at_rest`: by nobody else meanwhile either."""
    return f"{path.absolute().as_uri()}?mode=ro" + ("&immutable=1" if at_rest else "")
