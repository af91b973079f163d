"""What changed from one release of a dataset to the next: in columns, in rows, cell by cell."""

from publish.changes.write import Step, write_changes

__all__ = ["Step", "write_changes"]
