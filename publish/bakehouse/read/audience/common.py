"""Addresses in which only what many people saw is named: a rare part somebody may have typed."""

import re
from collections.abc import Mapping, Sequence

from publish.bakehouse.read.audience.addresses import HIDDEN
from publish.declare.audience import FeatureRule

MANY = 11
"""So many people of one day, or so many pages below it, and a part was typed by none of them."""
DEEP = 16
"""How many parts of an address are looked at."""
WORD = re.compile(r"\w[\w-]*")

Parts = tuple[str, ...]


def common(visitors: Mapping[str, int], rules: Sequence[FeatureRule]) -> dict[str, str]:
    """What is kept of each address, of which `visitors` says how many people one day had.

    A part stays that many people saw, that has many different parts below it, or that a declared
    pattern names; else it is `…`, and what is below is looked at with that of other rare parts.
    """
    named = {word for rule in rules for word in WORD.findall(rule.match)} | {"", HIDDEN}
    parts = {address: _parts(address) for address in visitors}
    kept: dict[str, Parts] = dict.fromkeys(visitors, ())
    for level in range(max(map(len, parts.values()), default=0)):
        for (before, part), below in _groups(parts, kept, level).items():
            stays = part in named or _is_common(below, parts, visitors, level)
            for address in below:
                kept[address] = (*before, part if stays else HIDDEN)
    return {address: "/".join(texts) for address, texts in kept.items()}


def _parts(address: str) -> Parts:
    parts = tuple(address.split("/"))
    return parts if len(parts) <= DEEP else (*parts[:DEEP], HIDDEN)


def _groups(
    parts: Mapping[str, Parts], kept: Mapping[str, Parts], level: int
) -> dict[tuple[Parts, str], list[str]]:
    """The addresses of each part at this level, below what was kept of those before it."""
    found: dict[tuple[Parts, str], list[str]] = {}
    for address, texts in parts.items():
        if len(texts) > level:
            found.setdefault((kept[address], texts[level]), []).append(address)
    return found


def _is_common(
    addresses: Sequence[str], parts: Mapping[str, Parts], visitors: Mapping[str, int], level: int
) -> bool:
    if max(visitors[address] for address in addresses) >= MANY:
        return True
    return len({parts[address][level + 1 : level + 2] for address in addresses}) >= MANY
