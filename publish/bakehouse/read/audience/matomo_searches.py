"""How often people search, and in vain: counts alone, for the words are theirs."""

from collections.abc import Iterator

from publish.bakehouse.read.audience.matomo_rows import number
from publish.bakehouse.read.audience.matomo_segments import Ask
from publish.bakehouse.read.audience.periods import Period
from publish.bakehouse.read.audience.records import Answer, Record
from publish.bakehouse.read.audience.tally import Tally

COUNTS = "Actions.get"
IN_VAIN = "Actions.getSiteSearchNoResultKeywords"
PEOPLE = "VisitsSummary.get"
WHO_SEARCHED = "searches>0"
"""The segment of visits with a search."""
NOTHING = Record({})


def searched(ask: Ask, period: Period, place: str) -> Iterator[list[str]]:
    """Of each day how many searches, how many without a result, and how many people searched.

    The words stand in an answer of Matomo; they are added up and let go of, in memory.
    """
    counts, vain, people = ask(COUNTS), ask(IN_VAIN), ask(PEOPLE, WHO_SEARCHED)
    for one in period.each():
        day = one.isoformat()
        searches = number(_first(counts[day]), place, "nb_searches") or 0
        without = sum(number(row, place, "nb_hits", "nb_visits") or 0 for row in vain[day].records)
        who = _first(people[day])
        tally = Tally(
            visitors=number(who, place, "nb_uniq_visitors"),
            visits=number(who, place, "nb_visits"),
            actions=searches,
        )
        if searches:
            yield [day, str(searches), str(min(without, searches)), *tally.texts()]


def _first(answer: Answer) -> Record:
    return answer.records[0] if answer.records else NOTHING
