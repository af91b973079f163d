"""A site with an open desk, and browsers that have no scripts."""

import html
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import httpx

from publish.corrections.proposals import Proposal, proposals
from publish.declare.site import SiteFolder
from publish.desk.members import invite
from publish.desk.rights import EVERYWHERE, Role, Scope
from publish.desk.seals import Sealed, seal
from publish.desk.secret import secret
from tests.sites import METADATA, published_site

FORM = "/desk/lieux/places/01/propose"
ROW = ("lieux", "places", "01")
WORDS = {"_lang": "en"}
_ASKED = count()


def open_site(root: Path, said: str = "{}") -> SiteFolder:
    """The site of places, with its first release and a desk."""
    site = published_site(root)
    (root / "metadata.yaml").write_text(f"{METADATA}desk: {said}\n", encoding="utf-8")
    return site


@dataclass
class Desk:
    """A desk that answers at an address."""

    site: SiteFolder
    address: str

    def sealed(self, ago: int = 60, row: tuple[str, ...] = ROW, version: str = "1.0.0") -> str:
        """The seal of a form that was opened some seconds ago."""
        made = Sealed(int(time.time()) - ago, version)
        return seal(secret(self.site.desk.parent), row, made)

    def get(self, path: str, **more: str) -> httpx.Response:
        """What an address answers in English."""
        return httpx.get(f"{self.address}{path}", params=WORDS | more, timeout=60)

    def send(
        self, path: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """What becomes of a form, of somebody who has no session."""
        with httpx.Client(base_url=self.address, timeout=60) as client:
            return client.post(path, params=WORDS, data=dict(fields), headers=headers)

    def propose(self, headers: Mapping[str, str] | None = None, **cells: str) -> httpx.Response:
        """The same of the form of the row, a minute after it was opened."""
        fields = {f"cell.{name}": text for name, text in cells.items()}
        return self.send(FORM, {"form": self.sealed(), **fields}, headers)

    def link(
        self, name: str, role: Role = "reviewer", ago: int = 0, scope: Scope = EVERYWHERE
    ) -> str:
        """The secret of a link that was made some seconds ago."""
        return invite(self.site.desk, name, role, int(time.time()) - ago, scope)

    @contextmanager
    def member(
        self, name: str = "Ada", role: Role = "reviewer", scope: Scope = EVERYWHERE
    ) -> Iterator[httpx.Client]:
        """The browser of a member who is signed in."""
        # Each from an address of its own, as a proxy says: of one, few may sign in.
        who = {"x-forwarded-for": f"203.0.113.{next(_ASKED) % 250}"}
        with httpx.Client(base_url=self.address, params=WORDS, headers=who, timeout=60) as client:
            entered = client.post(
                "/desk/sign-in", data={"link": self.link(name, role, scope=scope)}
            )
            assert entered.status_code == 303
            yield client

    def waiting(self) -> list[Proposal]:
        """What is in the inbox."""
        return proposals(self.site.desk)


def mark_of(client: httpx.Client) -> str:
    """What the forms of a session hold."""
    found = re.search(r'name="mark" value="(\w+)"', client.get("/desk/inbox").text)
    assert found
    return found[1]


def deciding(
    client: httpx.Client, one: Proposal, decision: str = "accept", **more: str
) -> dict[str, str]:
    """What a member sends who decides of a proposal that they saw."""
    seen = {"proposal": str(one.id), f"seen.{one.id}": one.mark, "decision": decision}
    return {"mark": mark_of(client), **seen, **more}


def told(answer: httpx.Response) -> str:
    """The words of a page, without its frame."""
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", "<main" + main)).split())
