"""What was counted of a release when it was baked, for pages that must not count anything."""

from publish.figures.asking import Asking, Found, Lines, Query, answered
from publish.release.release import Release


class _NotBakedError(LookupError):
    """A query that nobody asked at the bake."""


def baked(release: Release, asking: Asking[Found]) -> Found | None:
    """What a question is told by what was baked; None where some of it was not."""

    def rows(query: Query) -> Lines:
        known = release.first_views.get(query.key)
        if known is None:
            raise _NotBakedError(query.key)
        return known

    try:
        return answered(asking, rows)
    except _NotBakedError:
        return None
