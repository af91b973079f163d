"""Programs at the desk: a member's session with its mark, and what they send."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx

from publish.declare.site import SiteFolder
from publish.desk.app.serve import open_desk
from publish.desk.members import invite, members, sign_in
from publish.desk.rights import EVERYWHERE, Action, Role, Scope
from publish.desk.seals import session_mark
from publish.desk.secret import secret
from publish.desk.tokens import make
from tests.desk.entering import Desk
from tests.sites import DATASET, METADATA, declare, make_site, publish

MERGE, PATCH = "application/merge-patch+json", "application/json-patch+json"


CLOSED = DATASET.replace(
    "    browse:", "    corrections: {closed: {open: false}, add: true}\n    browse:"
)

TWO_EYES = DATASET.replace("    browse:", "    corrections: {eyes: 2}\n    browse:")


def published_api(root: Path) -> SiteFolder:
    """Two datasets of places with an open desk: `lieux` takes rows, in `autres` two look."""
    site = make_site(root, "lieux", "autres")
    declare(site, CLOSED)
    declare(site, TWO_EYES, "autres")
    publish(site)
    (root / "metadata.yaml").write_text(f"{METADATA}desk: {{}}\n", encoding="utf-8")
    return site


@contextmanager
def program(
    desk: Desk, name: str = "Ada", role: Role = "reviewer", scope: Scope = EVERYWHERE
) -> Iterator[httpx.Client]:
    """A client that speaks for a member, who is made."""
    path, now = desk.site.desk, int(time.time())
    session = sign_in(path, invite(path, name, role, now, scope), "", now)
    assert session
    headers = {
        "desk-mark": session_mark(secret(path.parent), session),
        "cookie": f"fournil_desk={session}",
    }
    with httpx.Client(base_url=desk.address, headers=headers, timeout=60) as client:
        yield client


@contextmanager
def with_token(
    desk: Desk, name: str, scope: Scope = EVERYWHERE, only: Action | None = None
) -> Iterator[httpx.Client]:
    """A client with a token of a new corrector."""
    path, now = desk.site.desk, int(time.time())
    invite(path, name, "corrector", now, scope)
    [id] = [member.id for member in members(path) if member.name == name]
    with closing(open_desk(desk.site)) as opened:
        token = opened.token_of(make(path, id, 1, only, by="shell", now=now))
    headers = {"authorization": f"Bearer {token}"}
    with httpx.Client(base_url=desk.address, headers=headers, timeout=60) as client:
        yield client


def row(key: str) -> str:
    """The address of a row of places."""
    return f"/desk/lieux/places/{key}"


def merged(
    client: httpx.Client, key: str, cells: Mapping[str, Any], tag: str, **more: str
) -> httpx.Response:
    """A merge patch of a row that was looked at."""
    return patched(client, row(key), json.dumps(cells), MERGE, {"if-match": tag, **more})


def patched(
    client: httpx.Client, path: str, body: str | bytes, kind: str, headers: Mapping[str, str]
) -> httpx.Response:
    """Whatever is sent as a patch."""
    return client.patch(path, content=body, headers={"content-type": kind, **headers})


def tag_of(client: httpx.Client, key: str) -> str:
    """The ETag of a row as it is now."""
    answer = client.get(row(key))
    assert answer.status_code == 200, answer.text
    return answer.headers["etag"]


def problem(answer: httpx.Response) -> dict[str, Any]:
    """A problem as RFC 9457 has it."""
    assert answer.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert found["type"] == "about:blank"
    assert found["status"] == answer.status_code
    return found
