"""What refuses an address, in the language of the page: which part of it, and what would do.

Programs are answered in English, by the names that they wrote; a page says the titles of columns.
"""

import re
from collections.abc import Mapping

from publish.site.base.site import Site
from publish.site.pages.error_words import N_
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language
from publish.site.text.words import text

# As they are raised where the rules stand; the more exact ones first.
TEMPLATES = (
    N_("%(key)s must be a positive integer"),
    N_("%(key)s must be <= %(most)s"),
    N_("%(key)s: %(value)s is no number"),
    N_("%(key)s: %(value)s is no whole number"),
    N_("%(key)s: %(value)s is no date; write 2026-11-21"),
    N_("%(key)s: %(value)s is neither 1 (true) nor 0 (false)"),
    N_("%(key)s: %(value)s is neither 1 nor 0"),
    N_("%(key)s: more than %(most)s values; ask for fewer"),
    N_("%(key)s: more than %(most)s facets; ask for fewer"),
    N_("%(key)s: more than %(most)s words or %(letters)s letters; search for fewer"),
    N_("%(key)s: stands more than %(most)s times; ask for less"),
    N_("more than %(most)s arguments; ask for less"),
    N_('%(key)s: not a JSON list; write ["a", "b"] or a,b'),
    N_("%(key)s: the list may hold texts and numbers only"),
    N_("%(key)s: no column %(value)s; known: %(known)s"),
    N_("%(key)s: no filter %(value)s; known: %(known)s"),
    N_("%(key)s: no such kind; known: %(known)s"),
    N_("%(key)s: no such parameter here; leave it out"),
    N_("%(key)s: not a page mark of this table; start again without it"),
    N_("%(key)s: not together with filters of columns; ask in SQL instead"),
    N_("%(key)s: %(value)s is no box; write west,south,east,north in degrees"),
    N_("%(key)s: %(value)s is no box; write west,south,east,north"),
    N_("%(key)s: %(value)s is no zoom; write a whole number from 0 to 19"),
    N_("%(key)s: %(value)s does not fit; known: %(known)s"),
    N_("Cannot sort table by %(value)s; known: %(known)s"),
    N_("Cannot use _sort and _sort_desc at the same time"),
    N_("This query cannot be run: %(why)s"),
)
_PART = re.compile(r"%\\\((\w+)\\\)s")
_PATTERNS = tuple(
    (one, re.compile(_PART.sub(r"(?P<\1>.+?)", re.escape(one)), re.DOTALL)) for one in TEMPLATES
)
Titles = Mapping[str, str]


def refused(message: str, titles: Titles) -> str | None:
    """A refusal in the language of the page; None where none is known, or it is English anyway."""
    if language() == "en":
        return None
    for template, pattern in _PATTERNS:
        if found := pattern.fullmatch(message):
            said = {name: _part(name, part, titles) for name, part in found.groupdict().items()}
            return _(template) % said
    return None


def _part(name: str, part: str, titles: Titles) -> str:
    if name == "key":
        return titles.get(part.partition("__")[0], part)
    if name == "known":
        return ", ".join(titles.get(one, one) for one in part.split(", "))
    return part.strip("'\"") if name == "value" else part


def column_titles(site: Site, path: str) -> Titles:
    """Column -> title of the table that an address is about; none of other addresses."""
    dataset, _slash, rest = path.removeprefix(site.urls.path("/")).partition("/")
    database = site.databases.get(dataset)
    if database is None:
        return {}
    table = database.release.tables.get(re.split("[/.]", rest)[0])
    columns = table.columns if table else {}
    return {name: text(field, "title") or name for name, field in columns.items()}
