"""Where the plugins, templates and texts that ship with the package lie."""

from pathlib import Path

PACKAGE = Path(__file__).parents[2]
LICENSE_TEXTS = PACKAGE / "built" / "licenses"


def shipped(name: str) -> Path:
    """The folder `name`: inside the installed package, or beside it in a checkout."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name
