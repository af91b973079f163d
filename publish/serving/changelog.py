"""Why there was a new version, in the language of the page.

The reasons are written in English by `publish.versions`; a sentence without a translation here
is shown as it is, and says that it is English.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup, escape

from publish.serving.languages import gettext as _
from publish.serving.languages import language
from publish.serving.words import readable_number, text

Package = Mapping[str, Any]
Say = Callable[[], str]
_NAME = r"(?P<place>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)"
_SENTENCES: tuple[tuple[str, Say], ...] = (
    ("first release", lambda: _("First version")),
    ("rows changed", lambda: _("Rows changed")),
    (
        rf"{_NAME} has (?P<after>\d+) rows, had (?P<before>\d+)",
        lambda: _("%(place)s: %(after)s rows, %(before)s before"),
    ),
    (rf"table {_NAME} added", lambda: _("New table: %(place)s")),
    (rf"table {_NAME} removed", lambda: _("Table taken away: %(place)s")),
    (rf"column {_NAME} added", lambda: _("New column: %(place)s")),
    (rf"column {_NAME} removed", lambda: _("Column taken away: %(place)s")),
    (rf"order of columns of {_NAME} changed", lambda: _("%(place)s: columns in another order")),
    ("order of tables changed", lambda: _("Tables in another order")),
    (r"texts(?: of .+)? changed(?: \(licence\))?", lambda: _("Titles or descriptions changed")),
    (rf"new series of {_NAME}: .+", lambda: _("%(place)s: a new series, not to be compared")),
    (rf"protection of {_NAME}: .+", lambda: _("%(place)s: people are protected in another way")),
    (
        rf"licence of {_NAME}: (?P<old>.+), now (?P<new>.+)",
        lambda: _("%(place)s: licence %(new)s, no longer %(old)s"),
    ),
    ("README changed", lambda: _("The long description changed")),
    ("keywords changed", lambda: _("Keywords changed")),
    ("frequency changed", lambda: _("Frequency of updates changed")),
    ("contact changed", lambda: _("Contact changed")),
    ("producer changed", lambda: _("Producer changed")),
    ("coverage changed", lambda: _("Period or place changed")),
    ("date of last update changed", lambda: _("Date of the last update changed")),
    (rf"browsing of {_NAME} changed", lambda: _("%(place)s: shown in another way")),
    (rf"constraints of {_NAME} changed", lambda: _("%(place)s: rules of the column changed")),
    (r"form (?P<form>\S+)(?: of .+)? added", lambda: _("New form of file: %(form)s")),
    (r"form (?P<form>\S+)(?: of .+)? removed", lambda: _("Form of file taken away: %(form)s")),
)


def told(reason: str, package: Package) -> Markup:
    """A reason, with the titles that `package` gives to tables and columns."""
    for pattern, say in _SENTENCES:
        if found := re.fullmatch(pattern, reason):
            values = {key: _value(key, one, package) for key, one in found.groupdict().items()}
            return escape(say() % values)
    if language() == "en":
        return escape(reason)
    return Markup('<span lang="en">{}</span>').format(reason)


def _value(key: str, value: str, package: Package) -> str:
    if key == "place":
        return _title(value, package)
    return readable_number(int(value)) if value.isdecimal() else value


def _title(place: str, package: Package) -> str:
    """`places.name` is `Lieux › Nom`; names without a title stay as they are."""
    table, _dot, column = place.partition(".")
    for resource in package["resources"]:
        if resource["name"] == table:
            named = text(resource, "title") or table
            return f"{named} › {_column(resource, column)}" if column else named
    return place


def _column(resource: Package, name: str) -> str:
    for field in resource["schema"]["fields"]:
        if field["name"] == name:
            return text(field, "title") or name
    return name
