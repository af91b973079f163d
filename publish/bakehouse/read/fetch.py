"""Exports behind https://: fetched once, asked for again only when they changed."""

import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from pathlib import Path
from tempfile import NamedTemporaryFile
from time import monotonic

import httpx

from publish.errors import SourceError
from publish.words.json import read_json
from publish.words.limits import DOWNLOAD_BYTES

VALIDATORS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
NAT64 = IPv6Network("64:ff9b::/96")
REDIRECTS = (301, 302, 303, 307, 308)
Address = IPv4Address | IPv6Address


def is_public(address: Address) -> bool:
    """Whether an address is one of the open internet, as is the IPv4 one that it may carry."""
    carried = _carried(address) if isinstance(address, IPv6Address) else None
    return address.is_global and not address.is_multicast and (not carried or is_public(carried))


def _carried(address: IPv6Address) -> IPv4Address | None:
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


@dataclass(frozen=True)
class Rules:
    """What may be fetched, and how much of it; no declaration can change them."""

    schemes: tuple[str, ...] = ("https",)
    allows: Callable[[Address], bool] = is_public
    bytes: int = DOWNLOAD_BYTES
    seconds: float = 3600
    redirects: int = 5


RULES = Rules()


def fetch(url: str, private: Path, rules: Rules = RULES) -> Path:
    """The file at `url`, kept in `private`/downloads and fetched again only when it changed.

    Raises SourceError for an address that may not be fetched, an answer that is no file, and
    a file beyond the limits of `rules`; what was kept before stays as it was.
    """
    folder = private / "downloads"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = folder / sha256(url.encode()).hexdigest()
    try:
        with _client() as client:
            _update(client, url, kept, rules)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise SourceError(
            f"{shown(url)}: cannot be fetched ({type(error).__name__}); try again later, or put "
            "the file into the dataset's folder"
        ) from None
    return kept


def shown(url: str) -> str:
    """The address without what may be secret: user, password and query."""
    parts = httpx.URL(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.host}{port}{parts.path}" + ("?…" if parts.query else "")


def _client() -> httpx.Client:
    # No proxy from the environment: it would resolve names itself, past the check below.
    return httpx.Client(timeout=httpx.Timeout(30, read=60), trust_env=False)


def _update(client: httpx.Client, url: str, kept: Path, rules: Rules) -> None:
    memory = kept.with_suffix(".json")
    headers = _remembered(memory) if kept.exists() else {}
    end = monotonic() + rules.seconds
    with _answer(client, url, headers, rules) as answer:
        if answer.status_code == 304 and headers:
            return
        if answer.status_code != 200:
            raise SourceError(
                f"{shown(url)}: the server answers {answer.status_code} "
                f"{answer.reason_phrase}; check the address in a browser"
            )
        validators = {name: answer.headers[name] for name in VALIDATORS if name in answer.headers}
        memory.unlink(missing_ok=True)
        _save(_limited(answer, url, end, rules), kept)
        _date(kept, validators.get("last-modified", ""))
        _save(iter([json.dumps(validators).encode()]), memory)


def _remembered(memory: Path) -> dict[str, str]:
    if not memory.exists():
        return {}
    validators: dict[str, str] = read_json(memory)
    return {VALIDATORS[name]: value for name, value in validators.items()}


@contextmanager
def _answer(
    client: httpx.Client, url: str, headers: dict[str, str], rules: Rules
) -> Iterator[httpx.Response]:
    """The answer after redirects, each hop checked anew."""
    here = httpx.URL(url)
    for _ in range(rules.redirects + 1):
        request = _request(client, here, headers, rules, shown(url))
        answer = client.send(request, stream=True)
        try:
            if answer.status_code not in REDIRECTS or "location" not in answer.headers:
                yield answer
                return
            here = here.join(answer.headers["location"])
        finally:
            answer.close()
    raise SourceError(f"{shown(url)}: more than {rules.redirects} redirects; declare the last one")


def _request(
    client: httpx.Client, url: httpx.URL, headers: dict[str, str], rules: Rules, declared: str
) -> httpx.Request:
    """A request to an address that was checked, so that no second look-up can change it."""
    if url.scheme not in rules.schemes:
        raise SourceError(f"{declared}: leads to {url.scheme}://; only https:// is fetched")
    address = _checked_address(url, rules, declared)
    host = f"[{address}]" if address.version == 6 else str(address)
    own = {"Host": url.netloc.decode("ascii"), "Accept-Encoding": "identity"}
    return client.build_request(
        "GET",
        url.copy_with(host=host),
        headers={**headers, **own},
        extensions={"sni_hostname": url.raw_host.decode("ascii")},
    )


def _checked_address(url: httpx.URL, rules: Rules, declared: str) -> Address:
    """The first address of the host; all of them must be allowed."""
    try:
        answers = socket.getaddrinfo(
            url.raw_host.decode("ascii"), url.port, type=socket.SOCK_STREAM
        )
    except OSError:
        raise SourceError(f"{declared}: no host {url.host!r}; check the address") from None
    addresses = [ip_address(str(place[0]).partition("%")[0]) for *_, place in answers]
    if not all(rules.allows(address) for address in addresses):
        raise SourceError(
            f"{declared}: leads to {url.host!r}, an address inside a private network; "
            "put the file into the dataset's folder"
        )
    return addresses[0]


def _limited(answer: httpx.Response, url: str, end: float, rules: Rules) -> Iterator[bytes]:
    size = 0
    for data in answer.iter_bytes():
        size += len(data)
        if size > rules.bytes:
            raise SourceError(f"{shown(url)}: larger than {rules.bytes} bytes; split the export")
        if monotonic() > end:
            raise SourceError(f"{shown(url)}: not here after {rules.seconds:g} s; try again later")
        yield data


def _date(kept: Path, modified: str) -> None:
    """Gives a file the day that its server says: an old one is not new because it was fetched."""
    with suppress(ValueError, OverflowError, OSError):
        at = parsedate_to_datetime(modified).timestamp()
        os.utime(kept, (at, at))


def _save(chunks: Iterator[bytes], path: Path) -> None:
    """Writes beside `path`, then renames: a download that stops leaves what was there."""
    with NamedTemporaryFile(dir=path.parent, prefix=".partial-", delete=False) as file:
        partial = Path(file.name)
        try:
            file.writelines(chunks)
            file.flush()
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
