"""First and repeated views of a table of a million rows: `python -m bench.first_view [TURNS]`.

CPU, ours and stock Datasette by turns on the same database: a table with five facets, a map and
the charts that fit its columns. Each turn opens a server anew in a process that has opened one
before, with the templates that it compiled, and asks for a row first: what is left is what a
release costs. Each request has an address that nobody asked for before, so that no answer comes
whole from memory.
`unbaked` is the same release without its first views, as those made before there were any.
"""

import asyncio
import json
import shutil
import subprocess
import sys
from pathlib import Path
from time import process_time
from typing import Any

from datasette.app import Datasette
from jinja2 import FileSystemBytecodeCache

from bench.load import EXPORT
from bench.measure import WORK, cost, module
from bench.site import DATASET, make_site
from publish.declare.site import SiteFolder
from publish.release.release import FACETS, FIRST_VIEWS
from publish.site.app.serve import open_site

SITE, OLD = WORK / "first-view-site", WORK / "first-view-unbaked"
TABLE, MAPPED = "/places/places", "label: name, map: [lat, lon]}"
PAGES = {
    "first view": "?_size=20",
    "the next one": "?_size=50",
    "a kind (4 %)": "?kind=kind+07",
    "the same, another order": "?kind=kind+07&_sort=name",
    "seats (28 %)": "?seats__gte=360",
    "the same, page size": "?seats__gte=360&_size=50",
    "kind and seats (1 %)": "?kind=kind+07&seats__gte=360",
    "accessible and seats (14 %)": "?accessible=1&seats__gte=360",
    "a year (3 %)": "?opened__gte=2020-01-01&opened__lte=2020-12-31",
    "a chart of seats (28 %)": "/-/chart.svg?_chart=bars&_column=kind&seats__gte=360&_bare=1",
    "search": "?_search=mot0001e",
    "picture of the map": "/-/map.svg?_bare=1",
    "points of the map": "/-/points.json?_bbox=-10,38,15,54&_zoom=5",
}
STOCK = {
    "first view": "?_size=20",
    "the next one": "?_size=50",
    "with 3 facets": "?_facet=kind&_facet=accessible&_facet=seats",
    "a kind (4 %)": "?kind=kind+07",
    "seats (28 %)": "?seats__gte=360",
    "seats (28 %), 3 facets": "?seats__gte=360&_facet=kind&_facet=accessible&_facet=seats",
    "search": "?_search=mot0001e",
}


def prepared() -> Path:
    """The folder of the release."""
    current = SITE / "releases" / "places" / "current"
    if not current.exists():
        if not EXPORT.exists():
            cost(module("bench.generate", EXPORT))
        make_site(SITE, EXPORT)
        declared = SITE / "data" / "places" / "dataset.yaml"
        declared.write_text(DATASET.replace("label: name}", MAPPED), encoding="utf-8")
        told = cost(module("publish.cli", "--site", SITE, "publish"))
        print(f"published: {told}")
    return current.parent / current.readlink()


def unbaked(folder: Path) -> None:
    """The same site with a release that has no first views; its files are the same ones."""
    shutil.rmtree(OLD, ignore_errors=True)
    shutil.copytree(SITE, OLD, symlinks=True, copy_function=_link)
    for name in (FIRST_VIEWS, FACETS):
        (OLD / folder.relative_to(SITE) / name).unlink(missing_ok=True)


def _link(source: str, target: str) -> None:
    Path(target).hardlink_to(source)


def opened(name: str) -> Any:
    """A server of the release: ours, ours without first views, or Datasette as it comes."""
    if name == "stock":
        return Datasette([], immutables=[str(prepared() / "places.db")])
    return open_site(SiteFolder(SITE if name == "baked" else OLD))


async def asked(name: str) -> dict[str, float]:
    """Page -> CPU in milliseconds."""
    site, found = opened(name), {}
    await site.invoke_startup()
    site.get_jinja_environment().bytecode_cache = FileSystemBytecodeCache(str(WORK))
    await site.client.get(f"{TABLE}/P00000001")
    for page, query in (STOCK if name == "stock" else PAGES).items():
        began = process_time()
        response = await site.client.get(TABLE + query)
        found[page] = (process_time() - began) * 1000
        # Of maps that nothing baked, a second is not always enough: then it is 400.
        assert response.status_code == 200 or "/-/" in query, query
    await site.invoke_shutdown()
    return found


def measure(name: str) -> None:
    """One process: a server to load what Python loads, and another one that counts."""
    asyncio.run(asked(name))
    print(json.dumps(asyncio.run(asked(name))))


def main() -> None:
    """Prints a line per page: the best of the turns."""
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    unbaked(prepared())
    best: dict[tuple[str, str], float] = {}
    for _turn in range(turns):
        for name in ("baked", "unbaked", "stock"):
            told = subprocess.check_output(module("bench.first_view", name))
            for page, took in json.loads(told).items():
                best[name, page] = min(took, best.get((name, page), took))
    for (name, page), took in best.items():
        print(f"{name:<8} {page:<26} {took:8.1f} ms")


if __name__ == "__main__":
    if sys.argv[1:] and not sys.argv[1].isdigit():
        measure(sys.argv[1])
    else:
        main()
