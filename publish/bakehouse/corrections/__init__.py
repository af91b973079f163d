"""Corrections of cells held against what the exports say today: a three-way merge."""

from publish.bakehouse.corrections.broken import broken
from publish.bakehouse.corrections.clearance import hold
from publish.bakehouse.corrections.corrected import Corrected, correct
from publish.bakehouse.corrections.disputed import with_disputes
from publish.bakehouse.corrections.held import Held, ToClear
from publish.bakehouse.corrections.published import added_then, corrections_rows, corrections_table

__all__ = [
    "Corrected",
    "Held",
    "ToClear",
    "added_then",
    "broken",
    "correct",
    "corrections_rows",
    "corrections_table",
    "hold",
    "with_disputes",
]
