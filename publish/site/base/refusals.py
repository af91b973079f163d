"""Why a request is not answered; the words are for the visitor."""


class Refusal(Exception):
    """What is asked for cannot be had."""

    status = 400


class BadRequest(Refusal):
    """Something in the address does not fit."""


class Forbidden(Refusal):
    """It is not for everybody."""

    status = 403


class NotFound(Refusal):
    """There is no such thing."""

    status = 404


class NoTable(NotFound):
    """The address names no table of its dataset."""

    def __init__(self, dataset: str, name: str) -> None:
        super().__init__("Table not found")
        self.dataset, self.name = dataset, name


class NoRow(NotFound):
    """The address names no row of its table."""


class MethodNotAllowed(Refusal):
    """The method is none that a page knows."""

    status = 405
    allow = "GET, HEAD, OPTIONS"


class PayloadTooLarge(Refusal):
    """The answer would be larger than what is sent."""

    status = 413


class Busy(Refusal):
    """So much is asked already that this has to wait: again in RETRY_SECONDS."""

    status = 429
    retry_seconds = 2


class Damaged(Refusal):
    """What would be shown is not what was published: again in RETRY_SECONDS."""

    status = 503
    retry_seconds = 30


class TooMuch(Refusal):
    """The address is longer than any that a page makes."""

    status = 414


class Interrupted(Exception):
    """A query took longer than it may."""
