"""Texts cut short: the first characters, or stars in the middle."""

from typing import Any

from publish.bakehouse.protect.tools import Tools
from publish.declare.techniques import Mask, Parameters, Prefix

STARS = "***"


def prefix(table: Any, column: str, parameters: Parameters, tools: Tools) -> Any:
    """The first characters."""
    assert isinstance(parameters, Prefix)
    return table.mutate(**{column: table[column].left(parameters.length)})


def mask(table: Any, column: str, parameters: Parameters, tools: Tools) -> Any:
    """The first and last characters around three stars; short texts are all stars."""
    assert isinstance(parameters, Mask)
    text, kept = table[column], parameters.first + parameters.last
    last = text.right(parameters.last) if parameters.last else ""
    masked = text.left(parameters.first) + STARS + last
    short = text.length() <= kept
    return table.mutate(**{column: short.ifelse("*" * kept + STARS, masked)})
