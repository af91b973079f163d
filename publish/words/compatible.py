"""Under which licence a table may be published that holds data of several licences.

Read in the licences themselves, which `publish/built/licenses` holds in full: what they ask of a
database that holds a substantial part of theirs (ODbL 1.0 §4.4, CC BY-SA 4.0 §3(b) and §4(b),
ODC-By 1.0 §4.2, CC BY 4.0 §3(a) and §4, Licence Ouverte 2.0 "compatibilité").
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from publish.words.licenses import LICENSES

_ODC = "https://opendatacommons.org/licenses"
_CC = "https://creativecommons.org"


@dataclass(frozen=True)
class Ground:
    """Why data under one licence may be published under another: the reason, where it is written.

    `caution` is what to make sure of first; "" where nothing is left to ask.
    """

    why: str
    source: str
    caution: str = ""


@dataclass(frozen=True)
class Refusal:
    """Licences whose data cannot stand in one table, why, and where it is written."""

    licenses: tuple[str, ...]
    why: str
    source: str


@dataclass(frozen=True)
class Combined:
    """The licence of a table of several licences; None where there is none, then `refused`.

    `cautions` are the licences of which something is to be made sure of first, with what.
    """

    license: str | None
    cautions: tuple[tuple[str, Ground], ...] = ()
    refused: tuple[Refusal, ...] = ()


_FREE = Ground(
    "CC0 waives all rights, so any licence may cover what is made of it",
    f"{_CC}/publicdomain/zero/1.0/legalcode",
)
_NAMED = Ground(
    "Licence Ouverte 2.0 is made to fit every free licence that asks at least to name the source",
    LICENSES["etalab-2.0"].text_url,
)
_ADAPTED = Ground(
    "CC BY 4.0 §3(a)(4) lets what is made of it be under any licence that keeps nobody from naming "
    "the source and telling the changes, which the notices do",
    f"{_CC}/licenses/by/4.0/legalcode#s3a4",
)
_ADAPTED_IN_DATABASE = Ground(
    _ADAPTED.why,
    _ADAPTED.source,
    "the OpenStreetMap Foundation holds that ODbL 1.0 §4.7 allows locked copies that CC BY 4.0 "
    "§2(a)(5) does not, and asks such licensors for their leave: "
    "https://blog.openstreetmap.org/2017/03/17/use-of-cc-by-data/",
)

MAY_BECOME: dict[tuple[str, str], Ground] = {
    **{("CC0-1.0", to): _FREE for to in LICENSES if to != "CC0-1.0"},
    **{
        ("etalab-2.0", to): _NAMED for to in ("CC-BY-4.0", "ODC-By-1.0", "CC-BY-SA-4.0", "ODbL-1.0")
    },
    ("CC-BY-4.0", "CC-BY-SA-4.0"): _ADAPTED,
    ("CC-BY-4.0", "ODC-By-1.0"): _ADAPTED,
    ("CC-BY-4.0", "ODbL-1.0"): _ADAPTED_IN_DATABASE,
}
"""(the licence of data, the licence of a table that holds it) -> why; all else may not."""

ONLY: dict[str, Ground] = {
    "ODbL-1.0": Ground(
        "ODbL 1.0 §4.4 wants every database that holds such data to be under the ODbL",
        f"{_ODC}/odbl/1-0/",
    ),
    "CC-BY-SA-4.0": Ground(
        "CC BY-SA 4.0 §3(b) and §4(b) want every database that holds such data to be under "
        f"CC BY-SA or a licence of {_CC}/compatiblelicenses, where no licence of data is listed",
        f"{_CC}/licenses/by-sa/4.0/legalcode#s3b",
    ),
    "ODC-By-1.0": Ground(
        "ODC-By 1.0 §4.2 wants every database that holds such data to be under ODC-By",
        f"{_ODC}/by/1-0/",
    ),
}
"""The licences that ask a whole table to be under them and under no other."""

_CLOSED = {
    "NC": "forbids what is commercial, which every open licence allows: whoever takes the table "
    "under its licence would break that of this data",
    "ND": "forbids to share what is changed, and a merged table is changed",
}
_DEFINITION = "https://opendefinition.org/od/2.1/en/"


def closed_license(id: str) -> Refusal | None:
    """Why data under a licence of Creative Commons can stand in no table, if it cannot: NC, ND."""
    parts = id.upper().split("-")
    if parts[0] != "CC":
        return None
    found = [f"{id} {why}" for part, why in _CLOSED.items() if part in parts]
    return Refusal((id,), "; ".join(found), _DEFINITION) if found else None


def may_be_under(data: str, table: str) -> bool:
    """Whether data under one licence may stand in a table under another, or under the same."""
    return data == table or (data, table) in MAY_BECOME


def combined(licenses: Iterable[str]) -> Combined:
    """The licence of a table that holds data under some licences: one of theirs, the least bound.

    Raises ValueError on none.
    """
    given = sorted(set(licenses), key=_order)
    if not given:
        raise ValueError("no licence to combine")
    refused = [refusal for id in given if (refusal := _unfit(id))]
    if refused:
        return Combined(None, refused=tuple(refused))
    for id in given:
        if all(may_be_under(other, id) for other in given):
            return Combined(id, cautions(given, id))
    return Combined(None, refused=_clashes(given))


def cautions(licenses: Iterable[str], table: str) -> tuple[tuple[str, Ground], ...]:
    """Of which licences something is to be made sure of, before a table is under `table`."""
    found = ((id, MAY_BECOME.get((id, table))) for id in sorted(set(licenses), key=_order))
    return tuple((id, ground) for id, ground in found if ground and ground.caution)


def why_not(data: str, table: str) -> Refusal:
    """Why data under one licence may not stand in a table under another."""
    ground = ONLY.get(data) or Ground(
        f"{table} does not ask for all that {data} asks for", LICENSES[data].text_url
    )
    return Refusal((data, table), ground.why, ground.source)


def _unfit(id: str) -> Refusal | None:
    if id in LICENSES:
        return None
    return closed_license(id) or Refusal((id,), f"{id} is not among the licences known here", "")


def _clashes(given: Sequence[str]) -> tuple[Refusal, ...]:
    """The pairs of which each asks for the whole table."""
    return tuple(
        Refusal(pair, "; ".join(ONLY[id].why for id in pair), ONLY[pair[0]].source)
        for pair in combinations([id for id in given if id in ONLY], 2)
    )


def _order(id: str) -> tuple[int, str]:
    """From the least bound on."""
    known = ("CC0-1.0", "etalab-2.0", "CC-BY-4.0", "ODC-By-1.0", "CC-BY-SA-4.0", "ODbL-1.0")
    return (known.index(id) if id in known else len(known), id)
