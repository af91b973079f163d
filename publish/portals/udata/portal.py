"""A portal's API over HTTP: slow enough, patient enough, and silent about its key.

A request is tried three times. What may have happened before a failure is looked up before a
request that would double it is sent again.
"""

import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from publish import __version__
from publish.errors import PortalDown, PushRefused

Json = dict[str, Any]
TRIES = 3
WHOLE = 5
"""How many time-outs an answer that comes in pieces may take."""
PASSING = (408, 425, 429, 500, 502, 503, 504)
"""Answers that another try may turn into a good one."""


@dataclass(frozen=True)
class Pace:
    """How fast a portal is spoken to, in seconds: at most two requests a second.

    `backoff` is the wait before the first repetition, doubled before the second, more or less by
    chance; `patience` the longest wait that a portal may ask for.
    """

    between: float = 0.5
    backoff: float = 2.0
    timeout: float = 60.0
    patience: float = 600.0


class Answered(PushRefused):
    """An answer that says no; `status` is its HTTP status."""

    def __init__(self, status: int, words: str) -> None:
        self.status = status
        super().__init__(words)


class Passing(Exception):
    """A failure that may pass; `after` is how many seconds the portal asks to wait."""

    def __init__(self, words: str, after: float | None = None) -> None:
        self.after = after
        super().__init__(words)


class Turns:
    """When the next request may begin, for all who speak to one portal."""

    def __init__(self) -> None:
        self._next = 0.0

    def wait(self, between: float) -> None:
        """Sleep until it is one's turn."""
        time.sleep(max(0.0, self._next - time.monotonic()))
        self._next = time.monotonic() + between


class Portal:
    """The API of a portal; `address` is that of its pages.

    Those who speak to it with several keys share their `turns`.
    """

    def __init__(
        self,
        address: str,
        key: str,
        key_name: str,
        pace: Pace | None = None,
        turns: Turns | None = None,
    ) -> None:
        self.address = safe_address(address)
        self.pace = pace or Pace()
        self._key, self._key_name = safe_key(key, key_name), key_name
        self._turns = turns or Turns()
        self._client = httpx.Client(
            base_url=f"{self.address}/api/",
            headers={"X-API-KEY": self._key, "User-Agent": f"fournil/{__version__}"},
            timeout=self.pace.timeout,
            # A redirection would carry the key elsewhere.
            follow_redirects=False,
        )

    @property
    def name(self) -> str:
        """What people call it."""
        return self.address.partition("://")[2].removeprefix("www.")

    def close(self) -> None:
        """End its connections."""
        self._client.close()

    def get(self, path: str, fields: str | None = None, **query: str | int) -> Any:
        """What is at a path such as `1/datasets/ID/`; `fields` is udata's mask of keys."""
        headers = {"X-Fields": fields} if fields else {}
        return self._patiently("GET", path, headers=headers, params=query)

    def put(self, path: str, body: Any) -> Any:
        """Replace what is at a path; the same twice does no harm."""
        return self._patiently("PUT", path, json=body)

    def delete(self, path: str) -> None:
        """Delete what is at a path; what is gone already is well."""
        try:
            self._patiently("DELETE", path)
        except Answered as no:
            if no.status not in (404, 410):
                raise

    def post(
        self,
        path: str,
        body: Any = None,
        found: Callable[[], Any] = lambda: None,
        **content: Any,
    ) -> Any:
        """Make something at a path, after a failure only if `found` does not find it made."""
        return self._patiently("POST", path, found, json=body, **content)

    def _patiently(
        self, method: str, path: str, found: Callable[[], Any] = lambda: None, **content: Any
    ) -> Any:
        for wait in (self.pace.backoff, 2 * self.pace.backoff, None):
            try:
                return self._once(method, path, content)
            except Passing as trouble:
                if wait is None:
                    raise PortalDown(f"{self.name} failed {TRIES} times: {trouble}") from None
                self._rest(trouble, wait)
            if (there := found()) is not None:
                return there
        return None

    def _rest(self, trouble: Passing, wait: float) -> None:
        if trouble.after is not None and trouble.after > self.pace.patience:
            raise PortalDown(f"{self.name} asks to wait {trouble.after:.0f} s; push again then")
        # By chance, so that many sites that failed together do not come back together.
        chance = wait * random.uniform(0.5, 1.5)  # noqa: S311
        time.sleep(max(chance, trouble.after or 0))

    def _once(self, method: str, path: str, content: Mapping[str, Any]) -> Any:
        self._turns.wait(self.pace.between)
        try:
            with self._client.stream(method, path, **_fresh(content)) as answer:
                body = b"".join(self._in_time(answer))
        except httpx.TransportError as error:
            raise Passing(f"{method} /api/{path}: {_words(error)}") from None
        whole = httpx.Response(answer.status_code, headers=_plain(answer.headers), content=body)
        return self._read(whole, f"{method} /api/{path}")

    def _in_time(self, answer: httpx.Response) -> Iterator[bytes]:
        """The body; httpx only times each piece, and pieces may drip for ever."""
        end = time.monotonic() + WHOLE * self.pace.timeout
        for piece in answer.iter_bytes():
            if time.monotonic() > end:
                raise httpx.ReadTimeout("the answer drips")
            yield piece

    def _read(self, answer: httpx.Response, what: str) -> Any:
        status = answer.status_code
        if status in PASSING:
            raise Passing(f"{what}: {status}", _seconds(answer.headers.get("retry-after")))
        if status >= 300:
            raise Answered(status, self._no(answer, what))
        if status == 204 or not answer.content:
            return None
        try:
            return answer.json()
        except ValueError:
            raise Passing(f"{what}: an answer that is not JSON") from None

    def _no(self, answer: httpx.Response, what: str) -> str:
        """Why the portal says no, and the way out."""
        status, said = answer.status_code, self._said(answer)
        if status in NO:
            return NO[status].format(name=self.name, key=self._key_name, said=said)
        if status < 400:
            to = answer.headers.get("location", "elsewhere")
            return f"{self.name} sends {what} to {to}; write the right `address:` of the portal"
        return f"{self.name} refuses {what} ({status}): {said}"

    def _said(self, answer: httpx.Response) -> str:
        try:
            body = answer.json()
        except ValueError:
            return answer.reason_phrase
        body = body if isinstance(body, dict) else {}
        found = "; ".join(_flat(body.get("errors") or {})) or str(body.get("message") or "")
        return found.replace(self._key, "…")[:600] or answer.reason_phrase


NO = {
    401: "{name} does not take the key in {key} ({said}); make a new one in your account there",
    403: "{name}: the key in {key} has no right to do this ({said}); ask an administrator of the "
    "organisation there to make you an editor",
    423: "{name} is read-only for now ({said}); push again later",
}


def safe_address(address: str) -> str:
    """An address that a key may be sent to, without a last slash; raises PushRefused."""
    url = httpx.URL(address)
    if url.scheme != "https" and url.host not in ("127.0.0.1", "::1", "localhost"):
        raise PushRefused(f"{address}: a key is only sent over https; write https://{url.host}")
    return address.rstrip("/")


def safe_key(key: str, name: str) -> str:
    """A key that fits a header; raises PushRefused without repeating it."""
    if not re.fullmatch(r"[\x21-\x7e]+", key.strip()):
        raise PushRefused(f"{name} is empty or holds characters that no key has; set it again")
    return key.strip()


def _fresh(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content of a request; what can be read once only is made anew for each try."""
    return {k: v() if callable(v) else v for k, v in content.items() if v is not None}


def _plain(headers: httpx.Headers) -> dict[str, str]:
    """The headers of a body that is unpacked already."""
    packed = ("content-encoding", "content-length", "transfer-encoding")
    return {name: value for name, value in headers.items() if name not in packed}


def _words(error: httpx.TransportError) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "no answer in time"
    return f"no connection ({type(error).__name__})"


def _seconds(after: str | None) -> float | None:
    """What Retry-After asks for: seconds, or an HTTP date."""
    if not after:
        return None
    if after.strip().isdigit():
        return float(after)
    try:
        return (parsedate_to_datetime(after) - datetime.now(UTC)).total_seconds()
    except (TypeError, ValueError):
        return None


def _flat(errors: Any, place: str = "") -> list[str]:
    """Nested errors of a form as lines: `resources.0.url: …`."""
    if isinstance(errors, Mapping):
        pairs = [(str(key), value) for key, value in errors.items()]
    elif isinstance(errors, list) and not all(isinstance(one, str) for one in errors):
        pairs = [(str(number), value) for number, value in enumerate(errors)]
    else:
        words = ", ".join(errors) if isinstance(errors, list) else str(errors)
        return [f"{place}: {words}" if place else words]
    dot = f"{place}." if place else ""
    return [line for key, value in pairs for line in _flat(value, f"{dot}{key}")]
