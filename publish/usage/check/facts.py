"""What a configuration says: settings by `Section.name`, whatever file they were read from."""

import re
from collections.abc import Iterable, Mapping

from publish.errors import SourceError
from publish.usage.check.answers import settings_of_answers
from publish.usage.check.ini import is_defaults, settings_of_ini
from publish.usage.check.page import settings_of_page

Facts = Mapping[str, str]
ANSWERS = re.compile(r"\{|\[\s*[\[{\]]")
INI = re.compile(r"\s*(;|#|\[[^\]\n]+\])")
TRACKER = re.compile(r"_paq\b|_mtm\b|(matomo|piwik)\.(js|php)\b|\.get(Async)?Tracker\s*\(")
WHAT = "give its config.ini.php, answers of its API saved as JSON, or a page that holds its tracker"


def facts_of(text: str, name: str) -> Facts:
    """The settings in a `config.ini.php`, in answers of the API (JSON) or in the code of a page.

    Raises SourceError for a text that is none of them.
    """
    if "\0" in text:
        raise SourceError(f"{name}: not a text in UTF-8, it holds zero bytes; {WHAT}")
    begin = text.lstrip("\ufeff \t\r\n")
    if begin.startswith(("<?xml", "<result")):
        raise SourceError(f"{name}: answers in XML; ask again with format=JSON")
    if ANSWERS.match(begin):
        found = settings_of_answers(begin, name)
    elif INI.match(begin) or not TRACKER.search(begin):
        found = settings_of_ini(begin)
    else:
        found = settings_of_page(begin)
    if not found:
        raise SourceError(f"{name}: no configuration of Matomo; {WHAT}")
    return found


def together(parts: Iterable[tuple[str, Facts]]) -> Facts:
    """The facts of several places (name, facts) as one configuration; later ones hold.

    What `global.ini.php` sets holds where nothing else sets it, in whichever order they come.
    """
    found: dict[str, str] = {}
    for _, facts in sorted(parts, key=lambda part: not is_defaults(part[0])):
        found |= facts
    return found
