"""What became of a correction at the last publication."""

from typing import Literal

State = Literal[
    "accepted", "applied", "rematched", "conflict", "orphan", "ambiguous", "invalid", "schema",
    "absorbed", "replaced", "undone",
]  # fmt: skip
SHOWN = ("applied", "rematched")
"""The release says what the correction says: under the row's key, or under its new one."""
BROKEN = ("conflict", "orphan", "ambiguous", "invalid", "schema")
"""It is kept and tried again at each publication: the export changed too, the row is gone, several
rows fit, the value is none that may stand there, the column is gone."""
LIVE = ("accepted", *SHOWN, *BROKEN)
"""Of the others the export says the same by now, another correction came, or it was taken back."""
