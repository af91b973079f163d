"""Requests of people by the law's clock, as a maintainer is reminded of them."""

from collections.abc import Iterator
from datetime import date

from publish.declare.site import SiteFolder
from publish.people.deadlines import SOON_DAYS
from publish.people.notices import notices
from publish.people.register import Noted, listed


def reminders(site: SiteFolder, today: date) -> Iterator[str]:
    """The requests that end within a week or are late, and of whom some are not told yet."""
    for one in listed(site.desk):
        waiting = [notice.recipient for notice in notices(site, one) if not notice.told]
        if waiting:
            yield (
                f"request {one.number} ({one.kind}) {one.outcome}: to be told: "
                f"{', '.join(waiting)}: `fournil people requests notices {one.number}`"
            )
        if not one.closed and one.days_left(today) <= SOON_DAYS:
            yield f"request {one.number} ({one.kind}) {left(one, today)}: `fournil people requests`"


def lines(site: SiteFolder, today: date) -> Iterator[str]:
    """How the register stands, where anything is open or somebody is to be told."""
    waiting = [one for one in listed(site.desk) if not one.closed]
    if waiting:
        first = min(one.due for one in waiting)
        number = "1 request waits" if len(waiting) == 1 else f"{len(waiting)} requests wait"
        yield f"people: {number} for an answer, the first by {first}"
    told = [*reminders(site, today)]
    if told and not waiting:
        yield "people: every request is answered"
    yield from (f"  {one}" for one in told)


def left(one: Noted, today: date) -> str:
    """How long there is to answer an open request."""
    days = one.days_left(today)
    if days < 0:
        return f"was due on {one.due}, {-days} {'day' if days == -1 else 'days'} ago"
    if not days:
        return f"is due today, {one.due}"
    return f"is due in {days} {'day' if days == 1 else 'days'}, on {one.due}"
