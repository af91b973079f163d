"""What is said in English, and can be said again in the language of who reads it."""

from collections.abc import Callable, Mapping


class Told(str):
    """An English text that still knows its message and what fills it; `told` makes one."""

    __slots__ = ("filled", "message")

    message: str
    filled: Mapping[str, object]

    def spoken(self, gettext: Callable[[str], str]) -> str:
        """The text in the language of `gettext`, what fills it too."""
        return _filled(gettext(self.message), self.filled, lambda text: text.spoken(gettext))


def told(message: str, **filled: object) -> Told:
    """A message for the catalogs, its places `%(name)s` filled; several values are joined."""
    text = Told(_filled(message, filled, str))
    text.message, text.filled = message, filled
    return text


def _filled(message: str, values: Mapping[str, object], said: Callable[[Told], str]) -> str:
    return (
        message % {name: _text(value, said) for name, value in values.items()}
        if values
        else message
    )


def _text(value: object, said: Callable[[Told], str]) -> str:
    if isinstance(value, tuple):
        return said(told("; ")).join(_text(one, said) for one in value)
    return said(value) if isinstance(value, Told) else str(value)
