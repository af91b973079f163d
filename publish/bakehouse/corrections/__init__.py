"""Corrections of cells held against what the exports say today: a three-way merge."""

from publish.bakehouse.corrections.broken import broken
from publish.bakehouse.corrections.corrected import Corrected, correct
from publish.bakehouse.corrections.published import corrections_rows, corrections_table

__all__ = ["Corrected", "broken", "correct", "corrections_rows", "corrections_table"]
