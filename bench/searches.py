"""The search page, stock Datasette's search and LIKE: `python -m bench.searches FOLDER [demo]`.

CPU in milliseconds, of `FOLDER`, a site whose one table of a million places `bench.site` declares;
with `demo`, of a site with the demo's releases. Stock Datasette is asked for `?_search=` on the
page of the table, of the same database; LIKE counts the rows that hold each word in some column of
texts. Each in a process of its own, by turns, the best of them; each request carries another
cookie, so that none is answered from memory. Beside the time stands how many rows were found, or
why there was no answer.
"""

import asyncio
import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any
from urllib.parse import urlencode

from datasette.app import Datasette

from bench.measure import module
from publish.declare.site import SiteFolder
from publish.site.app.serve import open_site

TURNS = 3
_STOCK_ROWS = re.compile(r"<title>[^<]*?([\d,]+) rows?")
Answer = tuple[float, str]


@dataclass(frozen=True)
class Searched:
    """A dataset's table, the columns in which LIKE looks, and what is typed."""

    dataset: str
    table: str
    columns: tuple[str, ...]
    queries: tuple[str, ...]


SEARCHED = {
    "million": Searched(
        "places", "places", ("name", "notes", "kind", "insee", "postcode"),
        ("mot0001é", "mot0001é mot0002é", "kind 07", "13055", "P00000012", "mot0", "kind",
         "kind mot0001é", "kind mot0 mot00", "mot0001é mot00012", "zzzzzz"),
    ),
    "demo": Searched(
        "lieux-partages", "places",
        ("name", "commune", "address", "summary", "kind", "department", "postcode"),
        ("jardin lyon", "75011", "cafés associatifs", "ardèche", "jardn", "lp-00067c25", "paca",
         "l'atelier"),
    ),
}  # fmt: skip


def database(folder: Path, searched: Searched) -> Path:
    """The database of the release."""
    return folder / "releases" / searched.dataset / "current" / f"{searched.dataset}.db"


async def asked(folder: Path, searched: Searched, who: str) -> dict[str, Answer]:
    """Query -> CPU and what was found, by a server that was asked for something before."""
    immutables = [str(database(folder, searched))]
    site = Datasette([], immutables=immutables) if who == "stock" else open_site(SiteFolder(folder))
    ask = _stock if who == "stock" else _ours
    await site.invoke_startup()
    await ask(site, searched, "warm")
    found = {query: await ask(site, searched, query) for query in searched.queries}
    await site.invoke_shutdown()
    return found


async def _ours(site: Any, _searched: Searched, query: str) -> Answer:
    """The page is timed; its JSON tells how many rows it found."""
    address, began = "?" + urlencode({"q": query}), process_time()
    response = await site.client.get("/search" + address, headers={"cookie": f"q={len(query)}"})
    took = (process_time() - began) * 1000
    told = (await site.client.get("/search.json" + address)).json()
    if response.status_code != 200 or told["stopped"]:
        return took, "stopped"
    filters = f" + {len(told['filters'])} filters" if told["filters"] else ""
    return took, f"{'≥ ' if told['at_least'] else ''}{told['count']}{filters}"


async def _stock(stock: Any, searched: Searched, query: str) -> Answer:
    path = f"/{searched.dataset}/{searched.table}?" + urlencode({"_search": query})
    began = process_time()
    response = await stock.client.get(path)
    took = (process_time() - began) * 1000
    rows = _STOCK_ROWS.search(response.text)
    return took, rows[1].replace(",", "") if rows else f"status {response.status_code}"


def like(folder: Path, searched: Searched, query: str) -> Answer:
    """The rows that hold each word in some column."""
    words = query.split()
    held = " OR ".join(f"[{column}] LIKE ?" for column in searched.columns)
    wanted = " AND ".join(f"({held})" for _ in words)
    values = [f"%{word}%" for word in words for _ in searched.columns]
    uri = f"{database(folder, searched).resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        began = process_time()
        sql = f"SELECT count(*) FROM [{searched.table}] WHERE {wanted}"
        (count,) = connection.execute(sql, values).fetchone()
        return (process_time() - began) * 1000, str(count)


def main() -> None:
    """Prints a line per query."""
    folder, which = Path(sys.argv[1]).resolve(), (sys.argv[2:] or ["million"])[0]
    searched = SEARCHED[which]
    best: dict[tuple[str, str], Answer] = {}
    for _turn in range(TURNS):
        for who in ("ours", "stock"):
            told = subprocess.check_output(module("bench.searches", folder, which, who))
            # Datasette prints what it cannot do before.
            for query, (took, said) in json.loads(told.splitlines()[-1]).items():
                best[who, query] = min((took, said), best.get((who, query), (took, said)))
    for query in searched.queries:
        found = [best["ours", query], best["stock", query], like(folder, searched, query)]
        print(f"| `{query}` | " + " | ".join(f"{ms:.1f} ms, {said}" for ms, said in found) + " |")


if __name__ == "__main__":
    if sys.argv[3:]:
        told = asked(Path(sys.argv[1]), SEARCHED[sys.argv[2]], sys.argv[3])
        print(json.dumps(asyncio.run(told)))
    else:
        main()
