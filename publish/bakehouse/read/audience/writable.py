"""What may stay on a disk of what a tool answered: nothing that somebody may have typed."""

from collections.abc import Sequence

from publish.bakehouse.read.audience.common import common
from publish.bakehouse.read.audience.features import features_of, most_visitors, renamed
from publish.bakehouse.read.audience.matomo_reports import Report
from publish.bakehouse.read.audience.tally import Named
from publish.declare.audience import FeatureRule


def writable(named: Named, report: Report, rules: Sequence[FeatureRule], place: str) -> Named:
    """Of titles the feature alone; of addresses what many people saw or a pattern names.

    Raises SourceError, naming `place`, for a pattern that is not taken.
    """
    if not report.matched:
        return named
    seen = most_visitors(named)
    kept = features_of([*seen], rules, place) if report.typed else common(seen, rules)
    return renamed(named, kept)
