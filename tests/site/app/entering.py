"""Which modules a request enters: `python -m tests.site.app.entering ROOT PATH`, as JSON."""

import asyncio
import json
import sys
import threading
from pathlib import Path
from types import FrameType

import httpx

from publish.declare.site import SiteFolder
from publish.site.app.serve import open_site
from publish.site.app.snapshot import pinned

_entered: set[str] = set()


def note(frame: FrameType, event: str, _: object) -> None:
    """Notes the module of a call that a request made: the watch on the releases has no pin."""
    name = frame.f_globals.get("__name__", "")
    if event == "call" and name.startswith("publish.site.") and pinned() is not None:
        _entered.add(name)


async def ask(root: Path, path: str) -> dict[str, object]:
    """The status of a page that was asked for before with other arguments, and its modules."""
    # Statements run in threads of their own.
    threading.setprofile(note)
    site = open_site(SiteFolder(root), "secret")
    transport = httpx.ASGITransport(site.app())
    async with httpx.AsyncClient(transport=transport, base_url="http://site") as client:
        await client.get(path)
        _entered.clear()
        sys.setprofile(note)
        answer = await client.get(path, params={"_size": "20"})
        sys.setprofile(None)
    return {"status": answer.status_code, "modules": sorted(_entered)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(ask(Path(sys.argv[1]), sys.argv[2]))))
