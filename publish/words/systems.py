"""Projected systems in which French files often write places, by their EPSG code."""

import re
from dataclasses import dataclass

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class System:
    """A projected system: its name, words of headers that tell it, where its land lies.

    `land` is west, south, east, north in metres.
    """

    name: str
    words: frozenset[str]
    land: Box


def _system(name: str, words: str, *land: float) -> System:
    west, south, east, north = land
    return System(name, frozenset(words.split()), (west, south, east, north))


def _utm(zone: int) -> System:
    name, words = f"UTM {zone}N", f"utm{zone} utm{zone}n"
    return _system(name, words, 160_000, 4_550_000, 840_000, 5_700_000)


SYSTEMS: dict[str, System] = {
    "EPSG:2154": _system(
        "Lambert 93", "l93 lambert93 lamb93 2154", 50_000, 6_000_000, 1_250_000, 7_200_000
    ),
    "EPSG:27572": _system(
        "Lambert II étendu", "l2e lambert2 lambert2e 27572", 0, 1_590_000, 1_250_000, 2_710_000
    ),
    "EPSG:5490": _system(
        "UTM 20N (Guadeloupe, Martinique)",
        "utm20 utm20n 5490",
        470_000,
        1_580_000,
        750_000,
        2_020_000,
    ),
    "EPSG:2972": _system(
        "UTM 22N (French Guiana)", "utm22 utm22n 2972", 90_000, 200_000, 450_000, 660_000
    ),
    "EPSG:2975": _system(
        "UTM 40S (Réunion)", "utm40 utm40s 2975", 300_000, 7_620_000, 390_000, 7_710_000
    ),
    "EPSG:4471": _system(
        "UTM 38S (Mayotte)", "utm38 utm38s 4471", 490_000, 8_550_000, 540_000, 8_620_000
    ),
    "EPSG:3163": _system("Lambert New Caledonia", "rgnc 3163", 0, 20_000, 700_000, 520_000),
    "EPSG:32630": _utm(30),
    "EPSG:32631": _utm(31),
    "EPSG:32632": _utm(32),
}


def fitting(extent: Box) -> dict[str, System]:
    """The systems on whose land a box of metres lies: west, south, east, north."""
    west, south, east, north = extent
    return {
        code: system
        for code, system in SYSTEMS.items()
        if system.land[0] <= west <= east <= system.land[2]
        and system.land[1] <= south <= north <= system.land[3]
    }


def spoken_of(header: str) -> frozenset[str]:
    """The systems that a header names: `X_L93`, `utm 20n`, `epsg2154`."""
    plain = re.sub(r"[^a-z0-9]+", "", header.lower())
    return frozenset(
        code for code, system in SYSTEMS.items() if any(word in plain for word in system.words)
    )
