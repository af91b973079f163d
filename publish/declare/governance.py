"""The governance card of a dataset: who answers for it, who decides, and how one leaves.

Each key may be missing while a card is being written: `lacking` names those that are.
"""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from publish.declare.column import Text
from publish.declare.model import Model, Url
from publish.words.governance import GovernanceModel, StatutesForm


class Controller(Model):
    """Who answers for the use of people's data (article 4 of the GDPR)."""

    name: Annotated[str, Field(min_length=2)]
    """The body."""
    contact: Annotated[str, Field(min_length=3)]
    """Where people write about their data: an e-mail or web address."""
    officer: Annotated[str, Field(min_length=3)] | None = None
    """The data protection officer, where there is one: a name or an address."""


class Decision(Model):
    """Who decides on what."""

    on: Text
    """What is decided."""
    by: Text
    """Who decides, and how."""


class Statutes(Model):
    """What the body is in law."""

    form: StatutesForm
    """Its form."""
    url: Url | None = None
    """Where its statutes can be read."""


class Governance(Model):
    """Which model of governance a dataset follows, and what follows from it."""

    model: GovernanceModel | None = None
    """One of the five models of sharing people's data."""
    controller: Controller | None = None
    """Who answers for it."""
    purpose: Text | None = None
    """What people's data is used for."""
    kept: Text | None = None
    """For how long people's data is kept, and what ends it."""
    recipients: tuple[Text, ...] | None = None
    """Who sees people's data beside the controller; `[]` where nobody does."""
    decisions: tuple[Decision, ...] = ()
    """Who decides on what."""
    statutes: Statutes | None = None
    """What the controller is in law."""
    exit: Text | None = None
    """How people leave, and what becomes of the data when the body ends."""


OF_PEOPLE = ("purpose", "kept", "recipients")
"""The keys that only a dataset with people's data needs."""
WRITE = {
    "model": "model: civic_data_trust",
    "controller": "controller: {name: …, contact: …}",
    "purpose": "purpose: {fr: …}",
    "kept": "kept: {fr: …}",
    "recipients": "recipients: [{fr: …}]",
    "decisions": "decisions: [{on: {fr: …}, by: {fr: …}}]",
    "statutes": "statutes: {form: association_1901, url: https://…}",
    "exit": "exit: {fr: …}",
}
"""What fills each key of a card."""


def lacking(card: Governance | None, of_people: bool) -> Iterator[str]:
    """The keys that a card still needs, where the dataset holds people's data or not."""
    for key in WRITE:
        value = getattr(card, key) if card else None
        # An empty list of recipients says that nobody sees anything.
        empty = value is None or (value == () and key != "recipients")
        if empty and (of_people or key not in OF_PEOPLE):
            yield key
