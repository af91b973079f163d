"""What the page of a dataset tells of its governance: a card of questions and answers."""

from typing import NamedTuple

from markupsafe import Markup, escape

from publish.release.described import Texts
from publish.release.governance import Card
from publish.release.package import Package
from publish.site.text.contact import mailed
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language
from publish.site.text.words import marked, spoken_of, written
from publish.words.governance import called, lasting


class Told(NamedTuple):
    """A question of the card, and its answers, each in the language that it is written in."""

    question: str
    answers: tuple[Markup, ...]


def governance(package: Package) -> list[Told]:
    """The card of a release, with what its tables about people rest on; empty where it has none."""
    card = package.governance
    told = [*_bases(package), *_consents(package)]
    if card:
        told = [*_who(card), *told, *_what(card)]
    return [one for one in told if one.answers]


def _who(card: Card) -> list[Told]:
    model = (escape(_sentence(called(card.model, language()))),) if card.model else ()
    return [Told(_("Model of governance"), model), Told(_("Who answers for it"), _controller(card))]


def _controller(card: Card) -> tuple[Markup, ...]:
    told, answers = card.controller, list[Markup]()
    if told:
        name, form = written(told["name"]), card.statutes.get("form")
        answers.append(Markup("{}, {}").format(name, called(form, language())) if form else name)
        answers.append(_linked(told["contact"]))
    if officer := told.get("officer"):
        label = _("Data protection officer")
        answers.append(Markup("{}{} {}").format(label, _(":"), _linked(officer)))
    if url := card.statutes.get("url"):
        answers.append(Markup('<a href="{}">{}</a>').format(url, _("Statutes")))
    return tuple(answers)


def _bases(package: Package) -> list[Told]:
    """The tables that share a basis and its words are told once."""
    reasons = {
        (table.basis.kind, table.basis.why): None
        for table in package.tables.values()
        if table.basis
    }
    answers = tuple(
        Markup("{}{} {}").format(_sentence(called(kind, language())), _(":"), written(why))
        for kind, why in reasons
    )
    return [Told(_("On what basis"), answers)]


def _consents(package: Package) -> list[Told]:
    """What people agree to, each with how long it stands: once for tables that ask the same."""
    asked = dict.fromkeys(one for table in package.tables.values() for one in table.consents)
    answers = tuple(
        Markup("{}{} {} ({})").format(
            _sentence(called(one.purpose, language())),
            _(":"),
            written(one.why),
            lasting(one.months, language()),
        )
        for one in asked
    )
    return [Told(_("What people agree to, one by one"), answers)]


def _what(card: Card) -> list[Told]:
    recipients = card.recipients
    nobody = (escape(_("Nobody else")),) if recipients == () else ()
    decisions = tuple(
        Markup("{}{} {}").format(_said(one.on), _(":"), _said(one.by)) for one in card.decisions
    )
    return [
        Told(_("What people’s data is used for"), _texts(card.texts("purpose"))),
        Told(_("How long it is kept"), _texts(card.texts("kept"))),
        Told(_("Who else sees it"), nobody or tuple(map(_said, recipients or ()))),
        Told(_("Who decides on what"), decisions),
        Told(_("How to leave"), _texts(card.texts("exit"))),
    ]


def _texts(texts: Texts) -> tuple[Markup, ...]:
    return (_said(texts),) if texts else ()


def _said(texts: Texts) -> Markup:
    return marked(*spoken_of(texts))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _linked(contact: str) -> Markup:
    """An address as a link, a name as it is."""
    found = mailed(contact)
    if found is None or found.href is None:
        return written(contact)
    return Markup('<a href="{}">{}</a>').format(found.href, found.shown)
