"""What people make of open data: our words, and those of data.gouv.fr."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from publish.words.told import Told, told

ReuseKind = Literal[
    "application", "article", "database", "hardware", "idea", "paper", "service", "visualisation"
]


@dataclass(frozen=True)
class KindOfReuse:
    """A kind of reuse: how it is called, and the type that udata has for it."""

    called: Told
    udata: str


KINDS: Mapping[ReuseKind, KindOfReuse] = {
    "application": KindOfReuse(told("Application"), "application"),
    "article": KindOfReuse(told("Article"), "news_article"),
    "database": KindOfReuse(told("Derived database"), "application"),
    "hardware": KindOfReuse(told("Object"), "hardware"),
    "idea": KindOfReuse(told("Idea"), "idea"),
    "paper": KindOfReuse(told("Study"), "paper"),
    "service": KindOfReuse(told("API"), "api"),
    "visualisation": KindOfReuse(told("Visualisation"), "visualization"),
}
