"""Refusals between the rooms and Datasette: each side raises and knows its own."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils import asgi

from publish.site.base import refusals
from publish.site.base.answers import Response
from publish.site.frame.links import changed
from publish.site.http.arguments import DATA, strange, unread
from publish.site.http.posted import POSTED


class Refused(asgi.Base400):  # type: ignore[misc]
    """A refusal for whose status Datasette has no class."""

    def __init__(self, status: int, *words: object) -> None:
        super().__init__(*words)
        self.status = status


class Moved(asgi.Base400):  # type: ignore[misc]
    """The address, its only argument, at which the same is found."""

    status = 301


_CLASSES: dict[int, type[Exception]] = {
    400: asgi.BadRequest,
    403: asgi.Forbidden,
    404: asgi.NotFound,
    413: asgi.PayloadTooLarge,
}


class Interrupted(refusals.Interrupted, QueryInterrupted):  # type: ignore[misc]
    """A query that took too long, for Datasette's views and for ours."""


def as_datasette(error: Exception) -> Exception:
    """A refusal of ours as the error that Datasette answers; others as they are."""
    if not isinstance(error, refusals.Refusal):
        return error
    known = _CLASSES.get(error.status)
    return known(*error.args) if known else Refused(error.status, *error.args)


@contextmanager
def told() -> Iterator[None]:
    """What our rooms refuse inside the block is refused as Datasette knows it."""
    try:
        yield
    except refusals.Refusal as error:
        raise as_datasette(error) from None


def served(page: Callable[..., Any], known: Collection[str] | None) -> Callable[..., Any]:
    """A page of ours as a view of Datasette's.

    It reads the parameters that are `known`, and no others; None: any.
    """

    @wraps(page)
    async def view(datasette: Any, request: Any, *more: Any) -> Any:
        with told():
            if names := await strange(datasette, request, known):
                raise elsewhere(request, names)
            return sent(await page(datasette, request, *more))

    return view


def elsewhere(request: Any, names: Sequence[str]) -> Exception:
    """The way to the address without some parameters; for data, that nothing reads them.

    A program would take all rows for those that it meant; people see what they get. What was posted
    would be lost on the way.
    """
    if POSTED in request.scope:
        return unread(names)
    if request.path.endswith(DATA) and "/download/" not in request.path:
        return unread(names)
    return Moved(changed(request, **dict.fromkeys(names)))


def sent(answer: Any) -> Any:
    """An answer of ours as Datasette sends it; others as they are."""
    if not isinstance(answer, Response):
        return answer
    headers = dict(answer.headers)
    return asgi.Response(answer.body, answer.status, headers, answer.content_type)
