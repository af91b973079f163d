"""What a publication would do, told before it is done: nothing of the site changes."""

from publish.bakehouse.dry_run.findings import Findings, describe, findings_of
from publish.bakehouse.dry_run.place import in_place, set_aside

__all__ = ["Findings", "describe", "findings_of", "in_place", "set_aside"]
