"""Letters to who received data in which something was corrected or erased (GDPR, art. 19).

They name nobody: what they ask is to take the next version in the place of earlier ones.
"""

from collections.abc import Iterator
from datetime import date

from publish.declare.site import SiteFolder
from publish.people.answer_letters import environment
from publish.people.notices import Notice
from publish.people.register import Noted
from publish.release.status import titles_of
from publish.words.dates import in_words


def notice_letter(site: SiteFolder, one: Noted, notice: Notice, language: str, today: date) -> str:
    """The letter to somebody who received datasets of a request that was done."""
    words = site.metadata()
    facts = {
        "publisher": words.publisher.name,
        "contact": words.contact,
        "day": in_words(today, language),
        "done": in_words(one.closed or today, language),
        "number": one.number,
        "recipient": notice.recipient,
        "datasets": ", ".join(_titles(site, notice, language)),
        "corrected": one.outcome == "corrected",
    }
    return environment().get_template(f"notice.{language}.txt").render(facts)


def _titles(site: SiteFolder, notice: Notice, language: str) -> Iterator[str]:
    for dataset in notice.datasets:
        titles = titles_of(site.releases / dataset)
        yield titles.get(language) or next(iter(titles.values()))
