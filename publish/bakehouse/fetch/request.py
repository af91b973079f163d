"""A request to a host of the web, sent to addresses of it that were checked."""

import socket
from collections.abc import Mapping, Sequence
from contextlib import suppress
from ipaddress import ip_address
from typing import TypedDict

import httpx

from publish.bakehouse.fetch.addresses import Address, is_inside, is_public
from publish.errors import SourceError

LIST = "`hosts:` of private/sources.yaml"


class Unreachable(SourceError):
    """Nobody answers there at all."""


def shown(url: str) -> str:
    """The address without what may be secret: user, password and query."""
    parts = httpx.URL(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.host}{port}{parts.path}" + ("?…" if parts.query else "")


def host_of(url: httpx.URL) -> str:
    """A host as the site's list writes it, with its port where it is not the usual one."""
    host = f"[{url.host}]" if ":" in url.host else url.host
    return f"{host}:{url.port}" if url.port else host


def sent(
    client: httpx.Client,
    url: httpx.URL,
    addresses: Sequence[Address],
    headers: Mapping[str, str],
    form: bytes | None = None,
) -> httpx.Response:
    """The answer of the first address that takes a connection; a `form` is posted."""
    *others, last = addresses
    for address in others:
        with suppress(httpx.ConnectError, httpx.ConnectTimeout):
            return client.send(_request(client, url, address, headers, form), stream=True)
    return client.send(_request(client, url, last, headers, form), stream=True)


def _request(
    client: httpx.Client,
    url: httpx.URL,
    address: Address,
    headers: Mapping[str, str],
    form: bytes | None,
) -> httpx.Request:
    method = "GET" if form is None else "POST"
    return client.build_request(method, **pinned(url, address, headers), content=form)


class Pinned(TypedDict):
    """What a request to a host is made of, whatever its name leads to by then."""

    url: httpx.URL
    headers: Mapping[str, str]
    extensions: dict[str, str]


def pinned(url: httpx.URL, address: Address, headers: Mapping[str, str]) -> Pinned:
    """A request to an address that was checked, so that no second look-up can change it."""
    host = f"[{address}]" if address.version == 6 else str(address)
    own = {"Host": url.netloc.decode("ascii"), "Accept-Encoding": "identity"}
    return Pinned(
        url=url.copy_with(host=host),
        headers={**headers, **own},
        extensions={"sni_hostname": url.raw_host.decode("ascii")},
    )


def checked(url: httpx.URL, declared: str, *, listed: bool) -> list[Address]:
    """The addresses of the host; all of them must be allowed."""
    if url.scheme not in (("http", "https") if listed else ("https",)):
        raise SourceError(
            f"{declared}: leads to {url.scheme}://{host_of(url)}; only https:// is fetched, and "
            f"http:// of hosts under {LIST} that name this dataset"
        )
    addresses = _addresses(url, declared)
    if listed and not all(is_inside(address, url.host) for address in addresses):
        raise SourceError(
            f"{declared}: leads to {url.host!r}, which stands for this machine or for no machine "
            "of the network; write `localhost` or its number where that is meant"
        )
    if not listed and not all(map(is_public, addresses)):
        raise SourceError(
            f"{declared}: leads to {url.host!r}, an address inside a private network; put the "
            f"file into the dataset's folder, or list {host_of(url)} under {LIST}"
        )
    return addresses


def _addresses(url: httpx.URL, declared: str) -> list[Address]:
    try:
        return looked_up(url)
    except OSError:
        raise Unreachable(f"{declared}: no host {url.host!r}; check the address") from None


def looked_up(url: httpx.URL) -> list[Address]:
    """The addresses of a host; raises OSError or UnicodeError where its name leads nowhere."""
    host = url.raw_host.decode("ascii")
    answers = socket.getaddrinfo(host, url.port, type=socket.SOCK_STREAM)
    return [ip_address(str(place[0]).partition("%")[0]) for *_, place in answers]
