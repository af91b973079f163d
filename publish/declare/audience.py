"""What a person declares of an audience tool's exports: which report, and which features."""

from typing import Annotated

from pydantic import Field

from publish.declare.model import Model, Pattern

REPORTS = (
    *("visits", "features", "downloads", "outlinks", "titles", "events"),
    *("countries", "devices", "referrers", "searches"),
)
"""Those that are read."""
AUDIENCE = ("matomo", "xiti", "logs")
"""The formats of audience tools."""
REPORTING = ("matomo", "xiti")
"""Those whose files are reports."""
FeatureName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]


class FeatureRule(Model):
    """Addresses that are one feature of the service."""

    match: Annotated[Pattern, Field(min_length=1)]
    """A pattern that finds them, as in `^/lieux/[^/]+$`: of the path alone, without its query."""
    feature: FeatureName
    """The name that is published."""
