"""People whom a service hands over to their own data, each in a browser of their own."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import httpx

from publish.bakehouse.corrections.contributors import make_key
from publish.declare.site import SiteFolder
from tests.desk.entering import WORDS, Desk, open_site
from tests.desk.services import ISSUER, assertion, declared
from tests.sites import DATASET, declare, deliver

ADA, BOB, NOBODY = "ada@example.org", "bob@example.org", "nobody@example.org"
_DESK = f"""
  services:
    - {{issuer: {ISSUER}, key: desk-keys/service.pem, datasets: [lieux]}}
address: https://data.example.org"""
_ONCE = count(1)


def authors_site(root: Path, *rows: str) -> SiteFolder:
    """A site whose places name their authors, and that knows one service."""
    site = open_site(root, _DESK)
    declared(site.root)
    make_key(site)
    declare(site, DATASET.replace("primary_key: id", "primary_key: id\n    contributor: author"))
    deliver(site, *rows)
    return site


@contextmanager
def browser(desk: Desk) -> Iterator[httpx.Client]:
    """A browser at an address of its own."""
    who = {"x-forwarded-for": f"203.0.113.{next(_ONCE)}"}
    with httpx.Client(base_url=desk.address, params=WORDS, headers=who, timeout=60) as client:
        yield client


@contextmanager
def handed_over(desk: Desk, who: str) -> Iterator[httpx.Client]:
    """The browser of somebody whom the service handed over, to their own data."""
    with browser(desk) as client:
        text = assertion(int(time.time()), contributor=who, jti=f"assertion-{next(_ONCE)}")
        headers = {"origin": ISSUER, "sec-fetch-site": "cross-site"}
        data = {"assertion": text, "to": "me"}
        answer = client.post("/desk/hand-over", data=data, headers=headers)
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk/me?_lang=en")
        yield client
