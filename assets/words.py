"""`make words`: collects the messages of the pages into both catalogs, and says what is missing.

The messages are English: its catalog is filled from them. What is no longer used is dropped.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "publish" / "locale"
FOLDERS = ("plugins", "publish", "static", "templates")
# What changes without a message having changed; the fuzzy mark is that of the header.
VOLATILE = (
    '"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By', '"Last-Translator',
    '"Report-Msgid', '"Project-Id', '"Language-Team', "#, fuzzy",
)  # fmt: skip
WIDTH = 100


def path(language: str) -> Path:
    """The catalog of a language."""
    return LOCALE / language / "LC_MESSAGES" / "fournil.po"


def collected(language: str) -> Catalog:
    """The messages of code, templates and scripts, without translations."""
    with (LOCALE / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = Catalog(locale=language, fuzzy=False)
    messages = extract_from_dir(
        ROOT, methods, options, {**DEFAULT_KEYWORDS, "told": None}, directory_filter=_searched
    )
    for file, line, message, _comments, context in messages:
        found.add(message, locations=[(file, line)], context=context)
    return found


def _searched(folder: str) -> bool:
    """Neither dependencies nor data: the folders that babel.cfg speaks of."""
    parts = Path(folder).relative_to(ROOT).parts
    return parts[0] in FOLDERS and not parts[-1].startswith((".", "_"))


def updated(language: str) -> Catalog:
    """The messages with the translations that there are."""
    with path(language).open("rb") as file:
        before = read_po(file, locale=language)
    found = collected(language)
    for message in filter(lambda one: one.id, found):
        known = before.get(_key(message))
        if language == "en":
            message.string = message.id
        elif known is not None and known.string:
            message.string = _fitting(message, known)
    return found


def _key(message: Message) -> str:
    return str(message.id[0] if message.pluralizable else message.id)


def _fitting(message: Message, known: Message) -> Any:
    """A message that became plural keeps what it said of one."""
    text: Any = known.string
    if message.pluralizable == known.pluralizable:
        return text
    return (text, "") if message.pluralizable else text[0]


def untranslated(catalog: Catalog) -> Iterator[Message]:
    """The messages without a text in every form."""
    for message in catalog:
        texts: Any = message.string if message.pluralizable else (message.string,)
        if message.id and not (texts and all(texts)):
            yield message


def written(catalog: Catalog) -> str:
    """The catalog as it is kept: sorted, with the files that use each message."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=WIDTH, sort_output=True, include_lineno=False)
    lines = buffer.getvalue().decode().split("\n")
    start = lines.index('msgid ""')
    return "\n".join(line for line in lines[start:] if not line.startswith(VOLATILE))


def main() -> int:
    """Writes both catalogs; fails when a translation is missing."""
    missing = 0
    for language in ("en", "fr"):
        catalog = updated(language)
        path(language).write_text(written(catalog), encoding="utf-8")
        for message in untranslated(catalog):
            missing += 1
            files = ", ".join(file for file, _line in message.locations)
            sys.stdout.write(f"{language}: no translation of {message.id!r} ({files})\n")
    sys.stdout.write(f"{missing} translations are missing\n" if missing else "all is translated\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
