"""Exports behind http(s)://: fetched once, asked for again only when they changed."""

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from time import sleep
from typing import BinaryIO

import httpx

from publish.bakehouse.fetch.busy import BUSY, pause_after
from publish.bakehouse.fetch.client import client_until
from publish.bakehouse.fetch.kept import LIMITS, Bounds, Limits, kept_as, replacing, save
from publish.bakehouse.fetch.request import checked, host_of, sent, shown
from publish.errors import SourceError
from publish.words.json import read_json

VALIDATORS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
LINK = "link"
WEAK = "W/"
ENCODINGS = ("", "identity", "gzip", "deflate")
"""Of an answer, unpacked as it comes: a piece of these becomes at most a thousand times more."""
BROKEN = (httpx.ReadError, httpx.RemoteProtocolError, httpx.ReadTimeout)
REDIRECTS = (301, 302, 303, 307, 308)
WHY: dict[type[Exception], str] = {
    httpx.ConnectError: "nobody answers there",
    httpx.TimeoutException: "no answer in time",
    httpx.RemoteProtocolError: "the connection broke before the end",
    httpx.ReadError: "the connection broke before the end",
}
CHECK = "check the address in a browser"


class Refusal(SourceError):
    """An answer that is no file, by its `status`."""

    def __init__(self, said: str, status: int) -> None:
        self.status = status
        super().__init__(said)


@dataclass(frozen=True)
class Web:
    """What a dataset may ask: https of the open internet, and the `hosts` of the site's list.

    A host of the list (`files.intranet`, or with its port) may speak http and stand inside the
    network; it is sent its headers. No address of the open internet leads there. Where the line
    breaks, or the server is busy, a file is asked for again after `pauses` (seconds). `may` raises
    SourceError for what is not to be asked for, before each request.
    """

    hosts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    limits: Limits = LIMITS
    redirects: int = 5
    pauses: tuple[float, ...] = (1, 5, 20)
    may: Callable[[httpx.URL], None] = lambda _: None

    def headers(self, url: httpx.URL, *, inside: bool) -> Mapping[str, str] | None:
        """The headers for a host of the list, None for all others and where nothing leads in."""
        return self.hosts.get(host_of(url)) if inside else None

    def lists(self, url: httpx.URL) -> bool:
        """Whether an address is of a host of the list."""
        return host_of(url) in self.hosts


OPEN = Web()


def fetch(
    url: str, private: Path, web: Web = OPEN, headers: Mapping[str, str] | None = None
) -> Path:
    """The file at `url`, kept in `private`/downloads and fetched again only when it changed.

    `headers` are sent with each request. Raises SourceError for an address that may not be
    fetched, an answer that is no file, and a file beyond the limits; what was kept before stays as
    it was.
    """
    kept, bounds = kept_as(private, url), Bounds(shown(url), web.limits)
    try:
        with client_until(bounds) as client:
            client.headers.update(headers or {})
            _update(client, url, kept, web, bounds)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise SourceError(f"{shown(url)}: cannot be fetched: {why(error)}") from None
    return kept


def why(error: Exception) -> str:
    """What an error of the line means, and what to do."""
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return (
            "this machine does not trust the server's certificate; install the authority that "
            "signed it (`update-ca-certificates`)"
        )
    why = next((said for kind, said in WHY.items() if isinstance(error, kind)), "")
    told = f"{why} ({type(error).__name__})" if why else type(error).__name__
    return f"{told}; try again later, or put the file into the dataset's folder"


def _update(client: httpx.Client, url: str, kept: Path, web: Web, bounds: Bounds) -> None:
    memory = kept.with_suffix(".json")
    headers = _remembered(memory) if kept.exists() else {}
    with answered(client, url, headers, web) as answer:
        if answer.status_code == 304 and headers:
            return
        memory.unlink(missing_ok=True)
        with replacing(kept) as file:
            told = _written(_Download(client, url, web, file, bounds), answer, web.pauses)
        _date(kept, told.get("last-modified", ""))
        save(iter([json.dumps(told).encode()]), memory)


@dataclass(frozen=True)
class _Download:
    """A file on its way here."""

    client: httpx.Client
    url: str
    web: Web
    file: BinaryIO
    bounds: Bounds


def _written(
    download: _Download, answer: httpx.Response, pauses: Sequence[float]
) -> dict[str, str]:
    """What the headers told of a file that came whole: where the line breaks, it goes on, or anew.

    A part is joined to what was there only where the server says that it is of the same file. A
    length that is told is the length that comes, or the line broke (httpx).
    """
    file, bounds = download.file, download.bounds
    told = {name: answer.headers[name] for name in (*VALIDATORS, LINK) if name in answer.headers}
    if answer.status_code == 206 and _begin(answer) == file.tell() > 0:
        pass
    elif answer.status_code == 200:
        file.seek(0)
        file.truncate()
        bounds.size = 0
    else:
        later = answer.status_code in BUSY
        raise Refusal(
            f"{bounds.place}: the server answers {answer.status_code} {answer.reason_phrase}; "
            + ("it is busy, or asked too often: try later" if later else CHECK),
            answer.status_code,
        )
    try:
        file.writelines(bounds.limited(pieces(answer, bounds.place)))
        return told
    except BROKEN:
        if not pauses or bounds.is_over():
            raise
    sleep(pauses[0])
    rest = {} if "content-encoding" in answer.headers else _rest(told, file.tell())
    with answered(download.client, download.url, rest, download.web) as more:
        return _written(download, more, pauses[1:])


def pieces(answer: httpx.Response, place: str) -> Iterator[bytes]:
    """The body of an answer; raises SourceError where it is packed as nobody asked for.

    Packed twice, or by zstd, 64 KiB may unpack to gigabytes before they can be counted.
    """
    packed = answer.headers.get("content-encoding", "").strip().lower()
    if packed not in ENCODINGS:
        raise SourceError(
            f"{place}: the answer is packed as {packed[:40]!r}, which nobody asked for; ask "
            "whose server it is to send it as it is"
        )
    return answer.iter_bytes()


def _rest(validators: Mapping[str, str], at: int) -> dict[str, str]:
    """Asks for what follows `at`, of the same file alone: all of it where none can be told."""
    same = validators.get("etag", validators.get("last-modified", WEAK))
    return {} if same.startswith(WEAK) or not at else {"Range": f"bytes={at}-", "If-Range": same}


def _begin(answer: httpx.Response) -> int | None:
    """Where a part begins; None where it does not say."""
    found = re.fullmatch(r"bytes (\d+)-\d+/.*", answer.headers.get("content-range", ""))
    return int(found[1]) if found else None


def links(kept: Path) -> dict[str, str]:
    """The addresses that the Link header of a kept answer told of (RFC 8288), by relation."""
    answer = httpx.Response(200, headers={LINK: _told(kept.with_suffix(".json")).get(LINK, "")})
    return {relation: link["url"] for relation, link in answer.links.items() if relation}


def _remembered(memory: Path) -> dict[str, str]:
    told = _told(memory)
    return {asked: told[name] for name, asked in VALIDATORS.items() if name in told}


def _told(memory: Path) -> dict[str, str]:
    found: dict[str, str] = read_json(memory) if memory.exists() else {}
    return found


@contextmanager
def answered(
    client: httpx.Client, url: str, headers: dict[str, str], web: Web
) -> Iterator[httpx.Response]:
    """The answer after redirects and pauses, each hop checked anew."""
    here, hops, pauses = httpx.URL(url), 0, iter(web.pauses)
    inside = web.lists(here)
    while hops <= web.redirects:
        web.may(here)
        own = web.headers(here, inside=inside)
        addresses = checked(here, shown(url), listed=own is not None)
        answer = sent(client, here, addresses, {**headers, **(own or {})})
        try:
            if (pause := pause_after(answer, pauses)) is not None:
                sleep(pause)
            elif answer.status_code in REDIRECTS and "location" in answer.headers:
                here, hops = here.join(answer.headers["location"]), hops + 1
            else:
                yield answer
                return
        finally:
            answer.close()
    raise SourceError(f"{shown(url)}: more than {web.redirects} redirects; declare the last one")


def _date(kept: Path, modified: str) -> None:
    """Gives a file the day that its server says: an old one is not new because it was fetched."""
    with suppress(ValueError, OverflowError, OSError):
        at = parsedate_to_datetime(modified).timestamp()
        os.utime(kept, (at, at))
