"""Why the desk does not do what it was asked."""

from collections.abc import Mapping


class Refused(Exception):
    """A status, and words for who asked, in their language; `seconds` until it may do so."""

    def __init__(
        self, status: int, words: str, seconds: int = 0, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(words)
        self.status, self.words, self.seconds = status, words, seconds
        self.headers = dict(headers or {})
