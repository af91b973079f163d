"""The columns of what any tool counts: the site's own counter, an audience tool, a log."""

from publish.usage.use import Use

FEATURE = Use._fields
METRICS = ("visitors", "visits", "actions", "bounces", "seconds")
COLUMNS = ("day", "tool", *FEATURE, *METRICS)
"""A tool leaves empty what it does not know."""
