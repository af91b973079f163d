"""Commands and keys as people copy them out of a message: they must work as they stand there."""

import re
from shlex import quote

_COMMAND = re.compile(r"`fournil (?!--site|init )")


def for_site(text: str, root: str) -> str:
    """A message whose commands name the site, where it is not the folder one stands in."""
    return text if root == "." else _COMMAND.sub(lambda _: f"`fournil --site {quote(root)} ", text)


def yaml_text(text: str) -> str:
    """A text between the quotes from which YAML reads the same text."""
    if text.isprintable() and "'" not in text:
        return f"'{text}'"
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    return character if character.isprintable() else f"\\U{ord(character):08x}"
