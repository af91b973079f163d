"""Where what is held of a person went: what kept releases tell of it, and who holds them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Stand:
    """What a kept release shows of a person's rows in one of its tables.

    Of things and of people listed by name, `rows` are those of theirs that are found in it; of
    others `alike` is how many rows, or `counted` people, are shown as theirs are: of several
    classes the smallest, 0 where none is. None is what is not told. `titles` are by language.

    Of what they withdrew, `left` says that it is `shown`, or may be, or that they may stand in it
    `among` others; `until` when, as announced.
    """

    version: str
    day: str
    current: bool
    table: str
    license: str
    rows: int | None = None
    alike: int | None = None
    counted: bool = False
    titles: Mapping[str, str] = field(default_factory=dict)
    left: Literal["", "shown", "among"] = ""
    until: str = ""


@dataclass(frozen=True)
class Sent:
    """A portal that was sent a version, when, and its pages there."""

    to: str
    day: str
    version: str
    pages: Sequence[str]


@dataclass(frozen=True)
class Went:
    """Where a table went: the newest release first; `gone` are versions whose files are deleted.

    `downloads` are as many as the published counts tell at least; None where they tell none.
    """

    stands: Sequence[Stand] = ()
    gone: int = 0
    downloads: int | None = None
    sent: Sequence[Sent] = ()


NOWHERE = Went()


def went_of(tree: Mapping[str, Any]) -> Went:
    """The same from JSON."""
    stands = [Stand(**one) for one in tree["stands"]]
    return Went(**{**tree, "stands": stands, "sent": [Sent(**one) for one in tree["sent"]]})
