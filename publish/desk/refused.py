"""Why the desk does not do what it was asked."""


class Refused(Exception):
    """A status, and words for who asked, in their language; `seconds` until it may do so."""

    def __init__(self, status: int, words: str, seconds: int = 0) -> None:
        super().__init__(words)
        self.status, self.words, self.seconds = status, words, seconds
