"""Names that are misspelt, matched to the rows that were meant: `python -m bench.reconcile`.

50,000 invented organisations (what they are, what for, and where: real communes) are baked into a
release; 1,000 of their names are misspelt as people do: letters changed, dropped, doubled, swapped,
accents lost, words in another order, left out, or cut short. Each is asked for alone, over the
door of the site, as OpenRefine asks. Prints how many rows meant came first (top-1), and the
milliseconds of the processor that a query took.
"""

import asyncio
import csv
import json
import random
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from time import process_time
from urllib.parse import urlencode

import publish
from bench.measure import WORK
from publish.bakehouse.bake.sqlite import TOKENIZER
from publish.bakehouse.bake.vocabulary import bake_vocabulary
from publish.declare.site import SiteFolder
from publish.site.app.serve import open_site
from publish.words.letters import bare
from tests import factory

ROWS, ASKED = 50_000, 1_000
SEED = 19
COMMUNES = Path(publish.__file__).parent / "built" / "ladders" / "communes.csv"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
KINDS = (
    "Association", "Café associatif", "Coopérative", "Collectif citoyen", "Jardin partagé",
    "Ressourcerie", "Recyclerie", "Tiers-lieu", "Fablab", "Épicerie solidaire", "Régie de quartier",
    "Atelier vélo", "Monnaie locale", "Habitat participatif", "Ferme pédagogique", "AMAP",
    "Maison des habitants", "Foyer rural", "Réseau d'échange de savoirs", "Centre social",
)  # fmt: skip
THEMES = (
    "les Amis du vivant", "la Graine", "l'Écrou", "Terre et Ciel", "le Grand Détour",
    "la Passerelle", "Au fil de l'eau", "les Petits Débrouillards", "la Fabrique", "Mains d'œuvre",
    "le Champ commun",
    "Solidarité paysanne", "l'Étincelle", "Vents d'ouest", "la Ruche", "Énergies citoyennes",
    "le Pas de côté", "Cultures vivantes", "l'Arbre à palabres", "Transition en marche",
    "la Bonne Pioche", "les Colibris", "Bouge ta ville", "le Potager du roi", "Zéro déchet",
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A question: what was meant, how it was misspelt, and what was written."""

    key: str
    how: str
    written: str


def communes() -> list[str]:
    """The names of all French communes, each once."""
    with COMMUNES.open(encoding="utf-8") as file:
        return sorted({row["commune_name"] for row in csv.DictReader(file)})


def names(places: list[str], chance: random.Random) -> list[str]:
    """Invented names, each once."""
    found: dict[str, None] = {}
    while len(found) < ROWS:
        kind, theme = chance.choice(KINDS), chance.choice(THEMES)
        found[f"{kind} {theme} de {chance.choice(places)}"] = None
    return [*found]


def _typed(name: str, chance: random.Random) -> str:
    """One or two letters amiss, as fingers do it."""
    letters = list(name)
    for _ in range(chance.randint(1, 2)):
        at = chance.randrange(1, len(letters) - 1)
        how = chance.randrange(4)
        if how == 0:
            letters[at] = chance.choice(_LETTERS)
        elif how == 1:
            del letters[at]
        elif how == 2:
            letters.insert(at, letters[at])
        else:
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
    return "".join(letters)


def _turned(name: str, chance: random.Random) -> str:
    words = name.split()
    at = chance.randrange(1, len(words))
    return " ".join([*words[at:], *words[:at]])


def _without(name: str, chance: random.Random) -> str:
    """A word of the beginning is left out: what it is, which others say too."""
    words = name.split()
    del words[chance.randrange(0, max(1, len(words) - 3))]
    return _typed(" ".join(words), chance)


MISSPELT: dict[str, Callable[[str, random.Random], str]] = {
    "letters": _typed,
    "no accents, capitals": lambda name, chance: _typed(bare(name).upper(), chance),
    "another order": lambda name, chance: _typed(_turned(name, chance), chance),
    "a word less": _without,
}


def questions(rows: list[tuple[str, str]], chance: random.Random) -> Iterator[Told]:
    """What is asked for: a thousand rows, misspelt by turns."""
    ways = [*MISSPELT]
    for number, (key, name) in enumerate(chance.sample(rows, ASKED)):
        how = ways[number % len(ways)]
        yield Told(key, how, MISSPELT[how](name, chance))


def bake(root: Path, rows: list[tuple[str, str]]) -> None:
    """A release whose one table holds them, searched as the bakehouse does it."""
    folder = factory.site(root) / "releases" / "lieux" / "1.0.0"
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / "lieux.db")) as connection:
        connection.executescript(
            f"""
            create table places (id text primary key, name text, kind text) strict;
            create virtual table places_fts using fts5
              (name, content='places', tokenize='{TOKENIZER}');
            """
        )
        filled = [(key, name, name.split()[0]) for key, name in rows]
        connection.executemany("insert into places values (?, ?, ?)", filled)
        connection.execute("insert into places_fts (places_fts) values ('rebuild')")
        connection.execute("insert into places_fts (places_fts) values ('optimize')")
        connection.commit()
        bake_vocabulary(connection, ["places"])
        connection.execute("vacuum")
    package = factory.places_package("1.0.0", len(rows))
    places = package["resources"][0]
    places["schema"]["fields"] = places["schema"]["fields"][:3]
    places["schema"]["foreignKeys"] = []
    places["browse"] = {"facets": ["kind"], "search": ["name"], "label": "name"}
    factory.finish(root, "lieux", "1.0.0", package | {"resources": [places]})


async def ask(root: Path, asked: list[Told]) -> None:
    """Asks one query at a time, and prints what came of it."""
    site = open_site(SiteFolder(root))
    await site.invoke_startup()
    right: Counter[str] = Counter()
    certain, mistaken, took = 0, 0, []
    for one in [asked[0], *asked]:
        body = {"queries": json.dumps({"q0": {"query": one.written}})}
        began = process_time()
        answer = await site.client.get("/lieux/places/-/reconcile?" + urlencode(body))
        took.append((process_time() - began) * 1000)
        found = answer.json()["q0"]["result"]
        first = found[0] if found else {"id": "", "match": False}
        right[one.how] += first["id"] == one.key
        certain += first["match"]
        mistaken += first["match"] and first["id"] != one.key
        if "-v" in sys.argv and first["id"] != one.key:
            print(one.how, "|", one.written, "|", found[:1])
    await site.invoke_shutdown()
    for how in MISSPELT:
        print(f"{how:<24}{right[how] / (len(asked) / len(MISSPELT)):7.3f}")
    print(f"top-1 {sum(right.values()) / (len(asked) + 1):.3f}")
    print(f"certain {certain}, of these mistaken {mistaken}")
    cuts = quantiles(took[1:], n=100)
    print(f"CPU ms: median {cuts[49]:.1f}, p95 {cuts[94]:.1f}, p99 {cuts[98]:.1f}")


def main() -> None:
    """Bakes a release in `bench/work` and asks it."""
    chance, root = random.Random(SEED), WORK / "reconcile"
    shutil.rmtree(root, ignore_errors=True)
    rows = [(f"o{n:05}", name) for n, name in enumerate(names(communes(), chance))]
    bake(root, rows)
    asyncio.run(ask(root, list(questions(rows, chance))))


if __name__ == "__main__":
    main()
