"""Letters to people who asked: what became of their request, and to whom they may complain."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from publish.declare.declaration import SiteMetadata
from publish.declare.site import SiteFolder
from publish.errors import DeclarationError, DeskError
from publish.people.register import Kind, Noted
from publish.words.bilingual import Words, bilingual
from publish.words.dates import in_words

ARTICLES: Mapping[Kind, str] = {
    "access": "15",
    "rectification": "16",
    "erasure": "17",
    "portability": "20",
    "objection": "21",
}
RIGHTS: Mapping[Kind, Words] = {
    "access": bilingual("accès à vos données", "access to your data"),
    "rectification": bilingual("rectification de vos données", "correction of your data"),
    "erasure": bilingual("effacement de vos données", "erasure of your data"),
    "portability": bilingual("portabilité de vos données", "your data, to take along"),
    "objection": bilingual("opposition à un traitement", "objection to a use of your data"),
}


def letter(site: SiteFolder, one: Noted) -> str:
    """The letter of a request that was closed, or extended; raises DeclarationError, DeskError."""
    words, what = site.metadata(), _what(one)
    authority = words.authority
    if authority is None:
        raise DeclarationError(
            f"{site.root / 'metadata.yaml'}: a letter names the authority to which people may "
            "complain; write `authority: {name: CNIL, url: https://www.cnil.fr/fr/plaintes}`, or "
            "the one of your country"
        )
    facts = {**_facts(words, one), "authority": authority.name, "authority_url": authority.url}
    return environment().get_template(f"answer.{one.language}.txt").render(facts, what=what)


def _what(one: Noted) -> str:
    """What there is to tell; raises DeskError where that is nothing yet."""
    if one.outcome == "taken back":
        raise DeskError(f"request {one.number} was taken back by who asked: no letter is due")
    if one.outcome:
        return one.outcome
    if one.extended:
        return "extended"
    raise DeskError(
        f"request {one.number} is open, by {one.due}: a letter tells how it was closed, or that "
        f"it takes longer; `fournil people requests close {one.number} given`, or another outcome"
    )


def _facts(words: SiteMetadata, one: Noted) -> dict[str, object]:
    day = one.closed or one.extended or one.received
    return {
        "publisher": words.publisher.name,
        "contact": words.contact,
        "day": in_words(day, one.language),
        "received": in_words(one.received, one.language),
        "due": in_words(one.due, one.language),
        "number": one.number,
        "reference": one.reference,
        "article": ARTICLES[one.kind],
        "right": RIGHTS[one.kind][one.language],
        "why": one.why,
    }


@cache
def environment() -> Environment:
    """Without escaping: letters are plain text."""
    loader = FileSystemLoader(Path(__file__).parent / "letters")
    return Environment(loader=loader, undefined=StrictUndefined, autoescape=False)  # noqa: S701
