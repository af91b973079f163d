"""Why the desk does not do what it was asked."""

from collections.abc import Mapping

from publish.site.text.languages import gettext as _


class Refused(Exception):
    """A status, words in the language of who asked, and headers; `seconds` until they may do so."""

    def __init__(
        self, status: int, words: str, seconds: int = 0, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(words)
        self.status, self.words = status, words
        self.headers = dict(headers or {})
        if seconds:
            self.headers["retry-after"] = str(seconds)


def unreadable() -> Refused:
    """A form that no page of the desk sends."""
    return Refused(400, _("What was sent is not a form that can be read."))


def full_day() -> Refused:
    """So many strangers proposed something on a day that nothing more is taken."""
    words = _("So much was proposed today that no more is taken. Come back tomorrow.")
    return Refused(429, words, 3600)


def used_up() -> Refused:
    """A link that holds no more."""
    return Refused(
        403, _("This link was used already, is over, or was never one. Ask for another.")
    )
