"""How a web address is asked whether it is there: politely, within bounds, never into a network."""

import asyncio
import socket
import time
from collections.abc import Container, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import httpx

from publish.bakehouse.fetch.addresses import Address, is_inside, is_public
from publish.bakehouse.fetch.busy import BUSY, LONGEST, told_to_wait
from publish.bakehouse.fetch.client import AGENT, trusted
from publish.bakehouse.fetch.request import host_of, looked_up, pinned
from publish.bakehouse.fetch.web import REDIRECTS
from publish.bakehouse.partners.links.memory import State
from publish.bakehouse.partners.polite import ROBOTS_BYTES
from publish.bakehouse.partners.robots import OPEN, Robots, robots_of

REST = 1.0
"""Seconds between two addresses of one host, where it asks for no more."""
SECONDS = 20.0
"""For one address, with all that it leads to."""
HOPS = 5
GONE = (404, 410)
WEEK = 7 * 24 * 3600.0
"""How long a host that is busy is left alone at most, whatever it says."""


class _NoHostError(Exception):
    """There is no host of this name."""


class _RefusedError(Exception):
    """It is not to be asked."""


class _BusyError(Exception):
    """The host wants to be left alone."""


@dataclass(frozen=True)
class Told:
    """What came of an address: its state, and the seconds for which its host is to be left alone.

    None where it may be asked on.
    """

    state: State
    wait: float | None = None


@dataclass
class LinkAsker:
    """Asks one address after another; `hosts` are those of the site's list.

    A host of the list may stand inside the network, where the address itself names it; all others,
    and all that an address leads to, only on the open internet. Nothing secret is sent to any.
    """

    hosts: Container[str] = ()
    rest: float = REST
    seconds: float = SECONDS
    names: bool = False
    """Whether the name of any host led somewhere until now."""
    _robots: dict[str, Robots] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)
    _delays: dict[str, float] = field(default_factory=dict)

    def ask(self, address: str) -> Told:
        """Whether there is something at an address."""
        try:
            url = httpx.URL(address)
            host = host_of(url)
        except (httpx.InvalidURL, ValueError):
            return Told("refused")
        self._let_rest(host)
        try:
            return asyncio.run(self._within(url))
        finally:
            self._asked[host] = time.monotonic()

    def _let_rest(self, host: str) -> None:
        if host in self._asked:
            rested = time.monotonic() - self._asked[host]
            time.sleep(max(0.0, max(self.rest, self._delays.get(host, 0.0)) - rested))

    async def _within(self, url: httpx.URL) -> Told:
        timeout = httpx.Timeout(min(10.0, self.seconds))
        client = httpx.AsyncClient(timeout=timeout, trust_env=False, verify=trusted())
        client.headers["User-Agent"] = AGENT
        try:
            async with client, asyncio.timeout(self.seconds):
                return await _Question(self, client, host_of(url) in self.hosts).state(url)
        except _NoHostError:
            return Told("no host")
        except (_RefusedError, httpx.InvalidURL):
            return Told("refused")
        except _BusyError as busy:
            return Told("unclear", float(str(busy)))
        except (TimeoutError, httpx.HTTPError, OSError):
            # Nothing there answers: its other addresses are asked by the next run.
            return Told("unclear", 0.0)

    async def robots(self, question: "_Question", url: httpx.URL) -> Robots:
        """The rules of a host, asked once."""
        place = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if place not in self._robots:
            self._robots[place] = await question.rules(httpx.URL(f"{place}/robots.txt"))
            self._delays[host_of(url)] = self._robots[place].delay
        return self._robots[place]


@dataclass
class _Question:
    """One address that is asked."""

    asker: LinkAsker
    client: httpx.AsyncClient
    inside: bool

    async def state(self, url: httpx.URL) -> Told:
        for _ in range(HOPS + 1):
            here = _bare(url)
            rules = await self.asker.robots(self, here)
            if not rules.allow(here.raw_path.decode("ascii")):
                raise _RefusedError
            status, headers = await self._status(here)
            if status not in REDIRECTS or "location" not in headers:
                return Told("answers" if 200 <= status < 400 else _fault(status))
            url = here.join(headers["location"])
        return Told("unclear")

    async def rules(self, url: httpx.URL) -> Robots:
        """What robots.txt says; raises _BusyError where a host fails at that already."""
        for _ in range(HOPS + 1):
            answer = await self._sent("GET", _bare(url))
            try:
                if answer.status_code >= 500 or answer.status_code in BUSY:
                    raise _BusyError(_wait(answer))
                if answer.status_code in REDIRECTS and "location" in answer.headers:
                    url = url.join(answer.headers["location"])
                    continue
                return await _rules(answer) if answer.status_code == 200 else OPEN
            finally:
                await answer.aclose()
        return OPEN

    async def _status(self, url: httpx.URL) -> tuple[int, Mapping[str, str]]:
        """The status of an address: many servers know no HEAD, so that GET has the last word."""
        status, headers = await self._head("HEAD", url)
        if 200 <= status < 300 or status in REDIRECTS:
            return status, headers
        return await self._head("GET", url)

    async def _head(self, method: str, url: httpx.URL) -> tuple[int, Mapping[str, str]]:
        answer = await self._sent(method, url)
        await answer.aclose()
        if answer.status_code in BUSY:
            raise _BusyError(_wait(answer))
        return answer.status_code, answer.headers

    async def _sent(self, method: str, url: httpx.URL) -> httpx.Response:
        """The answer of the first address of the host that takes a connection."""
        *others, last = await self._checked(url)
        for address in others:
            with suppress(httpx.ConnectError, httpx.ConnectTimeout):
                return await self._to(address, method, url)
        return await self._to(last, method, url)

    async def _to(self, address: Address, method: str, url: httpx.URL) -> httpx.Response:
        request = self.client.build_request(method, **pinned(url, address, {}))
        return await self.client.send(request, stream=True)

    async def _checked(self, url: httpx.URL) -> list[Address]:
        """Where the host is; raises _RefusedError where that is inside a network, and not listed.

        What is asked is an address that was checked, so that no second look-up can change it.
        """
        if url.scheme not in ("http", "https"):
            raise _RefusedError
        found = await asyncio.to_thread(_found, url)
        self.asker.names |= str(found[0]) != url.host
        listed = self.inside and host_of(url) in self.asker.hosts
        if not all(is_inside(one, url.host) if listed else is_public(one) for one in found):
            raise _RefusedError
        return found


def _bare(url: httpx.URL) -> httpx.URL:
    """An address without a user and a password: where one leads there, they are not for us."""
    return url.copy_with(username=None, password=None, fragment=None)


def _found(url: httpx.URL) -> list[Address]:
    try:
        return looked_up(url)
    except socket.gaierror as error:
        # Others, such as a server of names that is silent, tell nothing of the host.
        if error.errno in (socket.EAI_NONAME, socket.EAI_NODATA):
            raise _NoHostError from None
        raise
    except UnicodeError:
        raise _NoHostError from None


def _fault(status: int) -> State:
    return "gone" if status in GONE else "unclear"


def _wait(answer: httpx.Response) -> float:
    told = told_to_wait(answer)
    return LONGEST if told is None else min(told, WEEK)


async def _rules(answer: httpx.Response) -> Robots:
    text = bytearray()
    async for chunk in answer.aiter_raw():
        text += chunk
        if len(text) > ROBOTS_BYTES:
            break
    return robots_of(text.decode("utf-8-sig", "replace"))
