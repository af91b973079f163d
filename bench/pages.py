"""CPU per page of a site's releases, in one process: `python -m bench.pages FOLDER [ROUNDS]`.

`FOLDER` is a site with the demo's releases. Each request carries another cookie, so that none is
answered from memory. To compare two states, run it in both checkouts by turns.
"""

import asyncio
import sys
from pathlib import Path
from time import process_time

from publish.declare.site import SiteFolder
from publish.site.app.serve import open_site

PAGES = {
    "home": "/",
    "dataset": "/lieux-partages",
    "table": "/lieux-partages/places",
    "table, 500 rows": "/lieux-partages/places?_size=500",
    "filtered": "/lieux-partages/places?kind=cafe&_sort=name",
    "search": "/search?q=atelier",
    "catalog": "/catalog.ttl",
}


async def measure(folder: Path, rounds: int) -> dict[str, float]:
    """Page -> CPU in milliseconds, the best of `rounds`."""
    site = open_site(SiteFolder(folder))
    await site.invoke_startup()
    found: dict[str, float] = {}
    for turn in range(rounds + 1):
        for name, path in PAGES.items():
            began = process_time()
            response = await site.client.get(path, headers={"cookie": f"turn={turn}"})
            took = (process_time() - began) * 1000
            assert response.status_code == 200, (path, response.status_code)
            # The first turn fills what is asked once a release.
            if turn:
                found[name] = min(took, found.get(name, took))
    await site.invoke_shutdown()
    return found


def main() -> None:
    """Prints a line per page."""
    folder = Path(sys.argv[1])
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    for name, took in asyncio.run(measure(folder, rounds)).items():
        print(f"{name:<16} {took:6.1f} ms")


if __name__ == "__main__":
    main()
