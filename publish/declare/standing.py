"""How long a consent stands, and to which versions of the words that were agreed to."""

from typing import Annotated, Any

from pydantic import Field

from publish.declare.model import Model, SqlName, Texts

LONGEST_MONTHS = 1200
ENDS = ("months", "version", "versions")
"""The keys that say when a consent stands no more."""


class Standing(Model):
    """What ends consents, beside who gave them."""

    months: Annotated[int, Field(ge=1, le=LONGEST_MONTHS)] | None = None
    """Of a consent: for how many months it stands; until it is withdrawn if absent."""
    version: SqlName | None = None
    """Of a consent: the column that tells which version of the words was agreed to."""
    versions: Texts = ()
    """The versions that still stand; consents to others stand no more."""

    @property
    def ends(self) -> dict[str, Any]:
        """The keys that say it, with their values."""
        return {key: getattr(self, key) for key in ENDS}
