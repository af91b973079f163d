"""Why a program does not get what it asks, as problem+json (RFC 9457)."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import NamedTuple

from publish.desk.refused import Refused
from publish.site.base.answers import Response

PROBLEM_JSON = "application/problem+json"
Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


class Wrong(NamedTuple):
    """What is wrong in a body, and where: a JSON Pointer into it; "" is all of it."""

    pointer: str
    detail: str


class Problem(Refused):
    """A status, words, and what else a program may want to read, beside headers."""

    def __init__(
        self,
        status: int,
        words: str,
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Json] | None = None,
    ) -> None:
        super().__init__(status, words, headers=headers)
        self.more = dict(more or {})


def unfit(wrong: list[Wrong]) -> Problem:
    """A body that can be read, and not be done."""
    errors: list[Json] = [dict(one._asdict()) for one in wrong]
    return Problem(422, "; ".join(one.detail for one in wrong), more={"errors": errors})


def problem_answer(error: Refused) -> Response:
    """The answer to a program."""
    body = problem_body(error.status, error.words, error.more if isinstance(error, Problem) else {})
    return Response(body, error.status, error.headers, PROBLEM_JSON)


def problem_body(status: int, words: str, more: Mapping[str, Json] | None = None) -> str:
    """The text of a problem that has no type of its own."""
    title = HTTPStatus(status).phrase
    told = {"type": "about:blank", "title": title, "status": status, "detail": words}
    return json.dumps({**told, **(more or {})}, ensure_ascii=False)
