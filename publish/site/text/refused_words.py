"""What refuses an address, in the language of the answer: which part of it, and what would do.

All of it is raised in English, and said in a language where it is answered. Programs read the names
that they wrote; a page says the titles of columns.
"""

import re
from collections.abc import Mapping

from publish.site.text.languages import gettext as _
from publish.site.text.languages import language
from publish.site.text.words import readable_number


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for a message to be collected
    """A message that is translated where it is shown."""
    return message


# Messages of Datasette and ours.
MESSAGES = (
    N_("This query took too long; ask for less, or filter more"),
    N_("A number in the address is too large"),
    N_("A switch in the address is neither on nor off; write on or off"),
    N_("This query takes too much memory; sort or group fewer rows"),
    N_("This answer is larger than 8 MB; ask for fewer rows or columns, or download the tables"),
    N_("Many queries are running; try again in a few seconds"),
    N_("This query cannot be run"),
    N_("Many pictures are being drawn; try again in a few seconds"),
    N_("This chart is too large for a picture; take its SVG, or filter more"),
    N_("This drawing is too large for a picture; filter more"),
    N_("The file of this dataset is damaged; it is shown again once it is repaired."),
    N_("SQL is closed on this site"),
    N_("This page is not public"),
    N_("Method not allowed"),
    N_("Database not found"),
    N_("Table not found"),
    N_("Record not found"),
    N_("No such dataset"),
    N_("No such file"),
    N_("No such file; SHA256SUMS beside it lists those there are"),
    N_("This file is not here any more"),
    N_("No such version; releases.json of the dataset lists those there were"),
    N_("No such page of the catalog; its pages are numbered from 1"),
    N_("There is no such dataset here."),
    N_("This dataset has no such version."),
    N_("The rows of this table have no pages."),
    N_("This table has no such row, or has it no more."),
    N_("This table has no map: its rows have no coordinates."),
    N_("This table cannot be reconciled with: its rows have no names that are searched."),
    N_('queries: write {"q0": {"query": "…"}}'),
    N_('queries: write {"queries": [{"conditions": […]}]}'),
    N_("conditions: a query names one at least"),
    N_("matchQuantifier: write any, all or none"),
    N_('extend: write {"ids": ["…"], "properties": [{"id": "…"}]}'),
    N_("Post queries or extend, as a form"),
    N_("Post a batch here, as JSON"),
    N_("ontology: write gogofull or gogocompact"),
    N_("categories: the rows of this table have none; leave it out"),
    N_("These queries took too long; send fewer at once"),
    N_("This chart is no map: its values are no départements or régions."),
    N_("This table is about people: its rows have no pages."),
    N_("A binary value has no form in such a file; ask for .json"),
    N_("You do not have permission to view this table"),
    N_("You do not have permission to view this database"),
    N_("You do not have permission to view this instance"),
    N_("You do not have permission to view this query"),
    N_("pragma_database_list cannot be queried here"),
    N_("This address is too long"),
    N_("This key is not one of this site, is over, or was revoked. Nothing here needs a key."),
    N_("This site has no endpoint for assistants; its owner installs fournil[assistants]"),
    N_("Cannot search by that column"),
    N_("Invalid _fts_table or _fts_pk"),
    N_("?sql= is required"),
    N_("Statement must be a SELECT"),
    N_("Row not found"),
    N_("More is sent than is read"),
    N_("Assistants post messages of the Model Context Protocol to this address."),
    N_("Internal error"),
)
# What the heading of a page says already.
EMPTY = ("", "Internal error", "404", "None")
# As they are raised where the rules stand; the more exact ones first.
TEMPLATES = (
    N_("_near: %(value)s km is no distance; write a number from %(least)s to %(most)s"),
    N_(
        "_near: no place called “%(name)s” is known here; known are French communes, by name, "
        "postcode or INSEE code, as in “Guéret,10” or “Saint-Denis (974),10”; did you mean "
        "%(names)s?"
    ),
    N_(
        "_near: no place called “%(name)s” is known here; known are French communes, by name, "
        "postcode or INSEE code, as in “Guéret,10” or “Saint-Denis (974),10”"
    ),
    N_(
        "_near: where %(name)s lies is not known here, for positions are those of places over "
        "1,000 inhabitants; name a larger place near it, such as %(other)s"
    ),
    N_(
        "_near: where %(name)s lies is not known here, for positions are those of places over "
        "1,000 inhabitants; name a larger place near it"
    ),
    N_('_through: write {"table": "…", "column": "…", "value": "…"}, all of them texts'),
    N_("%(key)s must be a positive integer"),
    N_("%(key)s must be <= %(most)s"),
    N_("%(key)s: %(value)s is no number"),
    N_("%(key)s: %(value)s is no whole number of milliseconds"),
    N_("%(key)s: %(value)s is no whole number"),
    N_("%(key)s: %(value)s is no date; write 2026-11-21"),
    N_("%(key)s: %(value)s is neither 1 (true) nor 0 (false)"),
    N_("%(key)s: %(value)s is neither 1 nor 0"),
    N_("%(key)s: more than %(most)s values; ask for fewer"),
    N_("%(key)s: more than %(most)s rows; filter them, or take the mean"),
    N_("%(key)s: more than %(most)s facets; ask for fewer"),
    N_("%(key)s: more than %(most)s words or %(letters)s letters; search for fewer"),
    N_("%(key)s: stands more than %(most)s times; ask for less"),
    N_("%(key)s: stands twice; write it once"),
    N_("%(key)s: the rows of this table have no place on a map; leave it out"),
    N_("%(key)s: only the forms of pages send it; write _near=%(near)s"),
    N_(
        "This area holds too many rows for that; leave _sort out, or ask for a smaller one, "
        "as in %(near)s"
    ),
    N_("This area holds too many rows for that; leave _sort out, or ask for a smaller one"),
    N_("%(key)s: not JSON; write a column's name"),
    N_("%(key)s: this is not JSON"),
    N_("%(key)s: this is not a list of objects"),
    N_("%(key)s: more than %(most)s queries; send fewer at once"),
    N_("%(key)s: more than %(most)s rows or %(columns)s columns; ask for fewer"),
    N_("%(key)s: name one of them"),
    N_("%(key)s: the font of pictures is not built; run make"),
    N_("%(key)s: %(value)s has %(letters)s letters; write %(most)s at most"),
    N_("%(key)s: %(value)s does not fit where amounts are below zero; leave it out"),
    N_("%(key)s: only a CSV has one; leave it out"),
    N_("%(key)s: a file holds all rows; leave it out"),
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
    N_("%(key)s: %(value)s does not fit; known: a whole number from 1 to %(most)s"),
    N_("%(key)s: %(value)s does not fit; known: none for this chart"),
    N_("%(key)s: %(value)s does not fit; known: %(known)s"),
    N_("Cannot sort table by %(value)s; known: %(known)s"),
    N_("Cannot use _sort and _sort_desc at the same time"),
    N_("Pages reach to row %(row)s only: filter more, or download the rows."),
    N_("This spreadsheet has more than %(most)s rows; filter more, or ask for .csv"),
    N_("This spreadsheet is larger than %(most)s MB; filter more, or ask for .csv"),
    N_("This spreadsheet holds more than %(most)s signs in a cell; filter more, or ask for .csv"),
    N_("This file is larger than %(most)s MB; filter more, or download whole tables: %(place)s"),
    N_(
        "This file takes longer than %(seconds)s s; filter more, leave _sort out, or download "
        "whole tables: %(place)s"
    ),
    N_("Nothing ends in %(ending)s here; there are: %(known)s. Whole files: %(files)s."),
    N_("Nothing ends in %(ending)s here; there are: %(known)s."),
    N_("_color: points cannot be coloured by “%(value)s”; known: %(known)s"),
    N_("Invalid _shape: %(value)s"),
    N_("Unknown _extra: %(value)s"),
    N_("No such licence here; known: %(known)s"),
    N_("No partner of that name gives rows here."),
    N_("No such page of the catalog; the last is %(last)s"),
    N_("Origin %(value)s is not of this site: no page elsewhere asks here"),
    N_(
        "Too many requests from your address; the next one is answered in %(seconds)s s. "
        "Whole tables are files, to be had at once: %(place)s"
    ),
    N_("This query cannot be run: %(why)s"),
)
_PART = re.compile(r"%\\\((\w+)\\\)s")
_NUMBERS = ("least", "most")


def _pattern(template: str) -> re.Pattern[str]:
    """What a template says, whatever its parts are."""

    def part(found: re.Match[str]) -> str:
        return f"(?P<{found[1]}>{'[0-9.e-]+' if found[1] in _NUMBERS else '.+?'})"

    return re.compile(_PART.sub(part, re.escape(template)), re.DOTALL)


_PATTERNS = tuple((one, _pattern(one)) for one in TEMPLATES)
Titles = Mapping[str, str]


def spoken(message: str, titles: Titles) -> tuple[str, str | None]:
    """A refusal in the language of the answer; else as it is, with the language it is in."""
    if words := refused(message, titles):
        return words, None
    known = message in MESSAGES or language() == "en"
    return (_(message) if message else ""), None if known else "en"


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
    if name in _NUMBERS:
        return readable_number(float(part))
    return part.strip("'\"“”") if name == "value" else part
