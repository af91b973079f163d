"""The gate: checks yield problems, and any blocker stops the publication of a dataset."""

from publish.bakehouse.check.gate import (
    CHECKS,
    EXPORT_CHECKS,
    Check,
    gate,
    on_exports,
    on_rows,
)

__all__ = [
    "CHECKS",
    "EXPORT_CHECKS",
    "Check",
    "gate",
    "on_exports",
    "on_rows",
]
