"""What a person agreed to and until when it stands, in words of the language that is spoken."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from publish.people.answer_files import Answer, HeldConsent
from publish.people.words import purpose_title, title
from publish.site.text.languages import gettext as _
from publish.site.text.words import readable_date


class ConsentTold(NamedTuple):
    """A consent: to what, of which table, in whose words, and sentences on its reach and end."""

    purpose: str
    table: str
    why: str
    sentences: tuple[str, ...]


def consents_told(answer: Answer) -> list[ConsentTold]:
    """Each consent that an answer holds."""
    return [
        ConsentTold(
            purpose_title(one.purpose),
            _table_title(answer, one),
            one.why,
            tuple(_sentences(answer, one)),
        )
        for one in answer.consents
    ]


def _sentences(answer: Answer, one: HeldConsent) -> Iterator[str]:
    if one.covers:
        yield _("It covers: %(columns)s.") % {"columns": ", ".join(_covered(answer, one))}
    if not one.unread:
        yield _given(one)
    yield _end(answer.day, one)


def _given(one: HeldConsent) -> str:
    words = {"day": readable_date(one.given) if one.given else "", "version": one.version}
    if one.given and one.version:
        return _("You gave it on %(day)s, to the words of version %(version)s.") % words
    if one.given:
        return _("You gave it on %(day)s.") % words
    if one.version:
        return _("You gave it to the words of version %(version)s; no day is noted.") % words
    return _("You gave it; no day is noted.")


def _end(today: str, one: HeldConsent) -> str:
    """Whether it stands, and until when; what ended it first is told."""
    if one.withdrawn:
        return _("You withdrew it on %(day)s: it stands no more.") % _day(one.withdrawn)
    if one.unread:
        return _("It does not stand: what is noted of it cannot be read.")
    if one.outdated and not one.version:
        return _("It does not stand: nothing says to which words you gave it.")
    if one.outdated:
        return _("It stands no more: you gave it to other words than those that stand today.")
    if one.expires and one.expires <= today:
        return _("It stood until %(day)s, and no more.") % _last(one.expires)
    if one.given[:10] > today:
        return _("It stands from that day on.")
    if one.expires:
        return _("It stands until %(day)s, unless you withdraw it.") % _last(one.expires)
    return _("It stands until you withdraw it.")


def _day(iso: str) -> dict[str, str]:
    return {"day": readable_date(iso)}


def _last(over: str) -> dict[str, str]:
    """The last day on which a consent stands, before the first on which it does no more."""
    return _day((date.fromisoformat(over) - timedelta(days=1)).isoformat())


def _table_title(answer: Answer, one: HeldConsent) -> str:
    for table in answer.tables:
        if (table.dataset, table.table) == (one.dataset, one.table):
            return title(table.titles, one.table)
    return one.table


def _covered(answer: Answer, one: HeldConsent) -> list[str]:
    titles = {
        column.name: title(column.titles, column.name)
        for table in answer.tables
        if (table.dataset, table.table) == (one.dataset, one.table)
        for column in table.columns
    }
    return [titles.get(name, name) for name in one.covers]
