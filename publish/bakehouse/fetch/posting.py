"""Questions put to a server of the web in the body of a request, where no log writes them down."""

from collections.abc import Mapping
from time import sleep
from urllib.parse import urlencode

import httpx

from publish.bakehouse.fetch.busy import BUSY, LONGEST, told_to_wait
from publish.bakehouse.fetch.client import client_until
from publish.bakehouse.fetch.kept import Bounds
from publish.bakehouse.fetch.request import Unreachable, checked, sent, shown
from publish.bakehouse.fetch.web import BROKEN, Web, pieces, why
from publish.errors import SourceError

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def post(url: str, form: Mapping[str, str], web: Web, bounds: Bounds) -> bytes:
    """What the server answers to a form, whole; asked again after `web.pauses` while it is busy.

    Raises Unreachable where nobody answers, SourceError for an address that may not be asked, for
    a redirect, which would hand the form on, and for any other answer than 200.
    """
    for pause in (*web.pauses, None):
        try:
            with client_until(bounds) as connection:
                answer = _answer(connection, url, form, web, bounds)
        except httpx.ConnectError as error:
            raise Unreachable(f"{bounds.place}: cannot be asked: {why(error)}") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            if not isinstance(error, BROKEN) or pause is None or bounds.is_over():
                raise SourceError(f"{bounds.place}: cannot be asked: {why(error)}") from None
            sleep(pause)
            continue
        if answer.status_code not in BUSY or pause is None:
            return _taken(answer, bounds.place)
        sleep(_wait(answer, pause))
    raise AssertionError("the last pause is none")


def _answer(
    connection: httpx.Client, url: str, form: Mapping[str, str], web: Web, bounds: Bounds
) -> httpx.Response:
    here = httpx.URL(url)
    own = web.headers(here, inside=web.lists(here))
    addresses = checked(here, shown(url), listed=own is not None)
    answer = sent(connection, here, addresses, {**(own or {}), **FORM}, urlencode(form).encode())
    try:
        content = b"".join(bounds.limited(pieces(answer, bounds.place)))
    finally:
        answer.close()
    return httpx.Response(answer.status_code, headers=_waiting(answer), content=content)


def _waiting(answer: httpx.Response) -> dict[str, str]:
    return {name: answer.headers[name] for name in ("retry-after",) if name in answer.headers}


def _wait(answer: httpx.Response, pause: float) -> float:
    told = told_to_wait(answer)
    return pause if told is None else min(told, LONGEST)


def _taken(answer: httpx.Response, place: str) -> bytes:
    code = answer.status_code
    if code == 200:
        return answer.content
    if code in (401, 403):
        raise SourceError(
            f"{place}: the server answers {code}: the token is wrong, has run out or may not "
            "see the site; make a new one there, and set its variable"
        )
    if code == 429:
        raise SourceError(
            f"{place}: the server answers 429: it is asked too often; what came is kept, and "
            "the next run goes on from there"
        )
    raise SourceError(
        f"{place}: the server answers {code}; check the address in a browser, or try later"
    )
