"""What leaving a dataset does, told from its declaration alone: it is the same for everybody."""

import math
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from publish.declare.consents import Consent
from publish.declare.declaration import Dataset
from publish.declare.persons import person_columns
from publish.declare.table import Table
from publish.people.part_requests import How
from publish.people.words import purpose_title, title
from publish.site.text.languages import gettext as _
from publish.site.text.languages import ngettext
from publish.site.text.refused_words import N_
from publish.words.frequencies import FREQUENCIES
from publish.words.governance import Purpose
from publish.words.licenses import LICENSES

# A month that has a release is one month longer than it is counted, and no shorter than this.
_MONTH = 31

_WAYS = {
    "named": N_("Your rows go with the next release. Older releases that name you are taken down."),
    "waits": N_(
        "Your rows are not worked on any more. What is published of them goes once enough others "
        "leave the same group, so that nobody can tell by the difference who left; no day is known."
    ),
    "noise": N_("You are counted no more from the next release on."),
    "rows": N_("Your rows go with the next release. Older releases that show them are taken down."),
    "texts": N_(
        "Your rows stay, without you: the texts that you wrote are emptied with the next release, "
        "and older releases that show them are taken down."
    ),
    "code": N_("The rows stay as they are: you stand in them as a code alone, never by name."),
    "things": N_("The rows stay, without you: who contributed them is not published."),
    "shown": N_(
        "The rows stay as they are, with who contributed them: ask the maintainers to declare "
        "otherwise."
    ),
    "led": N_("The rows stay as they are: they lead to you through another table alone."),
    "emptied": N_(
        "The rows stay, without you: who contributed them is emptied with the next release, and "
        "older releases that show it are taken down."
    ),
    "nothing": N_("Nothing of it is published."),
    "noted": N_("It is noted. This site does nothing with it: tell the service, too."),
}


class Way(NamedTuple):
    """A table, and what becomes of a person's rows in it.

    It may be left alone where there are `choices` how; one row of it where it has a `key`.
    """

    title: str
    what: str
    table: str = ""
    word: str = ""
    choices: tuple[How, ...] = ()
    key: str = ""
    kept: str = ""
    consents: tuple["Agreed", ...] = ()


class Agreed(NamedTuple):
    """A consent that may be withdrawn alone: to what, in whose words, for how long; what then."""

    purpose: Purpose
    title: str
    why: str
    stands: str
    what: str


class Departure(NamedTuple):
    """A dataset, and what leaving it does; `portals` have copies, `license` lets anybody have.

    `limit` is what its card says of how long data of people is kept.
    """

    name: str
    title: str
    ways: tuple[Way, ...]
    license: str
    last: int
    monthly: int
    portals: tuple[str, ...]
    countdown: "Countdown | None"
    limit: str = ""

    @property
    def waits(self) -> bool:
        """Whether something goes only once enough others leave."""
        return any(one.word == "waits" for one in self.ways)

    @property
    def asks(self) -> bool:
        """Whether a consent may be withdrawn alone."""
        return any(one.consents for one in self.ways)

    @property
    def may_choose(self) -> bool:
        """Whether rows may be deleted, or kept without who made them."""
        return any(len(one.choices) > 1 for one in self.ways)


class Countdown(NamedTuple):
    """By when, if publications come as announced: from what is served, and from all that is kept.

    From what is kept, unless it is taken down before.
    """

    served: date
    kept: date


def departure(name: str, dataset: Dataset, today: date) -> Departure:
    """What leaving a dataset today does, in the language that is spoken."""
    portals = tuple(one.address for _name, one in dataset.push) if dataset.push else ()
    kept = dataset.retention
    named = title(dataset.title.model_dump(exclude_none=True), name)
    limit = dataset.governance and dataset.governance.kept
    licensed = title(LICENSES[dataset.license].title, dataset.license)
    return Departure(
        name,
        named,
        tuple(_ways(dataset)),
        licensed,
        kept.last,
        kept.monthly,
        portals,
        countdown(dataset, today),
        title(limit.model_dump(exclude_none=True), "") if limit else "",
    )


def countdown(dataset: Dataset, today: date) -> Countdown | None:
    """The last days on which a dataset shows who leaves today; None where no rhythm is announced.

    The last few releases stay, then one of each month that has one: where they come seldomer than
    every month, each of these is as long as the rhythm.
    """
    days = FREQUENCIES[dataset.frequency].days
    if days is None:
        return None
    rhythm, kept = max(1, math.ceil(days)), dataset.retention
    served = today + timedelta(rhythm)
    months = (kept.monthly + 1) * max(_MONTH, rhythm) if kept.monthly else 0
    return Countdown(served, served + timedelta(rhythm * kept.last + months))


def _ways(dataset: Dataset) -> Iterator[Way]:
    for table in person_columns(dataset):
        declared = dataset.tables[table]
        named = title(declared.title.model_dump(exclude_none=True), table)
        word, how = way(declared), choices(declared)
        kept = _(_WAYS[without(declared)]) if "keep" in how else ""
        agreed = tuple(_agreed(declared))
        yield Way(named, _(_WAYS[word]), table, word, how, _key(declared), kept, agreed)


def _agreed(declared: Table) -> Iterator[Agreed]:
    """The consents to what is done with a table, and what becomes of it without each."""
    if declared.mode is None or declared.contributor is None:
        return
    for purpose, consent in declared.asked_for.items():
        words, what = purpose_title(purpose), _without_consent(declared, purpose)
        yield Agreed(purpose, words, consent.why, _stands(consent), what)


def _stands(consent: Consent) -> str:
    """How long a consent stands, and to which words."""
    ends = _("Until you withdraw it.")
    if consent.months is not None:
        words = ngettext(
            "%(number)s month from the day on which you gave it, unless you withdraw it before.",
            "%(number)s months from the day on which you gave it, unless you withdraw it before.",
            consent.months,
        )
        ends = words % {"number": consent.months}
    if consent.version is None:
        return ends
    only = _("Only to the words of version %(versions)s.")
    return f"{ends} {only % {'versions': ', '.join(consent.versions)}}"


def _without_consent(declared: Table, purpose: Purpose) -> str:
    if purpose in ("publish", "name"):
        word = way(declared) if declared.about == "people" else "rows"
        return _(_WAYS[word])
    # What never leaves is emptied for nobody to see.
    covers = [name for name in declared.purposes[purpose].covers if name in declared.published]
    if not covers:
        return words_of("noted")
    titles = ", ".join(_column_title(declared, name) for name in covers)
    words = _(
        "Your rows stay. Emptied in them with the next release: %(columns)s. Older releases that "
        "show it are taken down."
    )
    return words % {"columns": titles}


def _column_title(declared: Table, name: str) -> str:
    told = declared.columns[name].title
    return title(told.model_dump(exclude_none=True), name) if told else name


def words_of(word: str) -> str:
    """What becomes of rows, of a word of ours."""
    return _(_WAYS[word])


def choices(declared: Table) -> tuple[How, ...]:
    """How somebody may withdraw what they have in a table; nothing where they cannot."""
    if declared.mode is None or declared.contributor is None:
        return ()
    column = declared.columns[declared.contributor]
    needed = column.constraints.required or declared.contributor in declared.primary_key
    if declared.about == "people" or declared.forget == "rows" or (needed and not column.dropped):
        return ("delete",)
    return ("delete", "keep")


def without(declared: Table) -> str:
    """What becomes of rows that are kept without who made them, in a word of ours."""
    if declared.forget == "texts":
        return "texts"
    return "things" if declared.columns[str(declared.contributor)].dropped else "emptied"


def _key(declared: Table) -> str:
    """The title of the column by which somebody says which row it is; "" where none does."""
    if declared.about == "people" or len(declared.primary_key) != 1:
        return ""
    [name] = declared.primary_key
    return _column_title(declared, name)


def way(declared: Table) -> str:
    """What becomes of a person's rows in a table, in a word of ours."""
    if declared.mode is None:
        return "nothing"
    if declared.contributor is None:
        return "led"
    if declared.in_series:
        noise = declared.rule.noise
        return "noise" if noise is not None and noise.dp is not None else "waits"
    if declared.mode == "named":
        return "named"
    if declared.forget:
        return declared.forget
    column = declared.columns[declared.contributor]
    if column.dropped:
        return "things"
    return "code" if column.keyed else "shown"
