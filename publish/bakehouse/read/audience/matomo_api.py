"""The Reporting API of a Matomo: each day of a week, by a form that no log writes down."""

from dataclasses import dataclass
from functools import partial

from publish.bakehouse.fetch.kept import Bounds, secret
from publish.bakehouse.fetch.posting import post
from publish.bakehouse.fetch.request import shown
from publish.bakehouse.fetch.web import Web
from publish.bakehouse.read.audience.matomo_segments import Ask
from publish.bakehouse.read.audience.periods import Period
from publish.bakehouse.read.audience.records import Answer, answers_by_day
from publish.declare.source import Source
from publish.errors import SourceError

FLAT = ("features", "downloads", "outlinks", "titles", "events")
"""The reports that are trees, unless they are asked for flat."""


@dataclass(frozen=True)
class Api:
    """A site of a Matomo, as a source declares it."""

    source: Source
    web: Web

    @property
    def address(self) -> str:
        """Where it is asked."""
        return f"{(self.source.matomo or '').rstrip('/')}/index.php"

    def bounds(self) -> Bounds:
        """What all its answers together may be."""
        place = f"{shown(self.address)} (site {self.source.site}, {self.source.report})"
        return Bounds(place, self.web.limits)

    def asking(self, period: Period, bounds: Bounds) -> Ask:
        """Asks methods for each day of a period."""
        return partial(self._asked, period, bounds)

    def _asked(
        self, period: Period, bounds: Bounds, method: str, segment: str = ""
    ) -> dict[str, Answer]:
        """What a method answers for each day, or of each day's visits of a segment."""
        form = self._form(period, bounds.place, method)
        form |= {"segment": segment} if segment else {}
        content = post(self.address, form, self.web, bounds)
        answers = answers_by_day(content, bounds.place)
        if sorted(answers) != [day.isoformat() for day in period.each()]:
            raise SourceError(
                f"{bounds.place}: the answer has other days than the {period.days} asked for"
            )
        return answers

    def _form(self, period: Period, place: str, method: str) -> dict[str, str]:
        asked = {
            "module": "API",
            "method": method,
            "idSite": str(self.source.site),
            "period": "day",
            "date": f"{period.first},{period.last}",
            "format": "JSON",
            "filter_limit": "-1",
            "format_metrics": "0",
            # Labels are in the language of whom the token is of, else.
            "language": "en",
        }
        if self.source.report in FLAT:
            asked["flat"] = "1"
        if self.source.token:
            asked["token_auth"] = secret(self.source.token, place)
        return asked
