"""What changed from one release of a dataset to the next: in columns, in rows, cell by cell."""

from publish.bakehouse.changes.write import VersionStep, write_changes

__all__ = ["VersionStep", "write_changes"]
