"""Why there was a new version, in the language of the page: a sentence for each code.

Releases made before there were codes have an English sentence, which is shown as it is.
"""

from collections.abc import Callable
from typing import NamedTuple

from markupsafe import Markup, escape

from publish.release.change import Change, Value
from publish.release.index import Entry
from publish.release.package import Package
from publish.release.table import Table
from publish.site.text.column_words import kind, role, subject, technique
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language
from publish.site.text.words import readable_number, text

Say = Callable[[], str]
Word = Callable[[str, Package], str]


class ChangeReason(NamedTuple):
    """A reason of a version, and the language that it is written in."""

    text: str
    language: str

    def __html__(self) -> str:
        """For a page: a text in another language than the page's says which it is."""
        if self.language == language():
            return escape(self.text)
        return Markup('<span lang="{}">{}</span>').format(self.language, self.text)


def reasons(entry: Entry, package: Package) -> list[ChangeReason]:
    """Why a version came, the weightiest first, with the titles that `package` gives."""
    if not entry.changes:
        return [ChangeReason(reason, "en") for reason in entry.reason]
    pairs = zip(entry.changes, entry.reason, strict=False)
    return [_reason(change, sentence, package) for change, sentence in pairs]


def _reason(change: Change, sentence: str, package: Package) -> ChangeReason:
    """A change that only a later Fournil has a code for is told by its sentence in the index."""
    if change.code not in SENTENCES:
        return ChangeReason(sentence, "en")
    say, word, what = SENTENCES[change.code]
    values = {
        "what": what(),
        "place": _title(change.place, package),
        "before": _value(change.before, word, package),
        "after": _value(change.after, word, package),
    }
    return ChangeReason(say() % values, language())


def _value(value: Value, word: Word, package: Package) -> str:
    if value is None:
        return _("none")
    if isinstance(value, int):
        return readable_number(value)
    return ", ".join(word(one, package) for one in ([value] if isinstance(value, str) else value))


def _title(place: str, package: Package) -> str:
    """`places.name` is `Lieux › Nom`; names without a title stay as they are."""
    name, _dot, column = place.partition(".")
    if name not in package.tables:
        return place or text(package, "title") or _("Dataset")
    named = text(package.tables[name], "title") or name
    return f"{named} › {_column(package.tables[name], column)}" if column else named


def _column(table: Table, name: str) -> str:
    return (text(table.columns[name], "title") if name in table.columns else "") or name


def _as_it_is(value: str, _package: Package) -> str:
    return value


class Sentence(NamedTuple):
    """What is said of a change, how its values are, and which property `%(what)s` is."""

    say: Say
    word: Word = _as_it_is
    what: Say = str


def _valued(name: str, what: Say, word: Word = _as_it_is) -> dict[str, Sentence]:
    """What is said of a value that was given, taken away or replaced."""
    steps: dict[str, Say] = {
        "added": lambda: _("%(place)s: %(what)s now %(after)s, none before"),
        "removed": lambda: _("%(place)s: %(what)s now none, %(before)s before"),
        "changed": lambda: _("%(place)s: %(what)s now %(after)s, %(before)s before"),
    }
    return {f"{name}-{step}": Sentence(say, word, what) for step, say in steps.items()}


SENTENCES: dict[str, Sentence] = {
    "first-release": Sentence(lambda: _("First version")),
    "first-since-withdrawal": Sentence(lambda: _("First version since one was withdrawn")),
    "first-since-loss": Sentence(lambda: _("First version since earlier ones were lost")),
    "made-again": Sentence(lambda: _("Made again: the files of the last version were lost")),
    "rebaked": Sentence(lambda: _("Files and texts made anew from the same rows")),
    "rows-changed": Sentence(lambda: _("Rows changed")),
    "row-count": Sentence(lambda: _("%(place)s: %(after)s rows, %(before)s before")),
    "table-added": Sentence(lambda: _("New table: %(place)s")),
    "table-removed": Sentence(lambda: _("Table taken away: %(place)s")),
    "tables-reordered": Sentence(lambda: _("Tables in another order")),
    "column-added": Sentence(lambda: _("New column: %(place)s")),
    "column-removed": Sentence(lambda: _("Column taken away: %(place)s")),
    "column-emptied": Sentence(
        lambda: _(
            "%(place)s: filled in %(after)s of the rows, %(before)s before: an export lacks it"
        )
    ),
    "columns-reordered": Sentence(lambda: _("%(place)s: columns in another order")),
    **_valued("name", lambda: _("name")),
    **_valued("type", lambda: _("kind of values"), lambda value, _package: kind(value)),
    **_valued("format", lambda: _("way of writing")),
    **_valued("unit", lambda: _("unit")),
    **_valued("role", lambda: _("what it could reveal"), lambda value, _package: role(value)),
    **_valued("subject", lambda: _("subject"), lambda value, _package: subject(value)),
    **_valued("primary-key", lambda: _("primary key")),
    **_valued("missing-values", lambda: _("missing values"), lambda value, _package: f'"{value}"'),
    "foreign-key-added": Sentence(lambda: _("%(place)s now points to %(after)s"), _title),
    "foreign-key-removed": Sentence(lambda: _("%(place)s no longer points to %(before)s"), _title),
    "protection": Sentence(
        lambda: _("%(place)s: people are protected in another way (%(after)s, before: %(before)s)"),
        lambda value, _package: technique(value),
    ),
    "new-series": Sentence(lambda: _("%(place)s: a new series, not to be compared")),
    "counted-anew": Sentence(
        lambda: _("%(place)s: counted anew, not to be compared with earlier versions")
    ),
    "directory": Sentence(lambda: _("%(place)s: who is listed is decided in another way")),
    "basis": Sentence(lambda: _("%(place)s: published on another basis")),
    "consents": Sentence(lambda: _("%(place)s: people are asked for other consents")),
    "governance": Sentence(lambda: _("Governance card changed")),
    "constraints": Sentence(lambda: _("%(place)s: rules of the column changed")),
    "values-described": Sentence(
        lambda: _("%(place)s: what values are called, their order or their weight changed")
    ),
    "license": Sentence(lambda: _("%(place)s: licence %(after)s, no longer %(before)s")),
    "license-texts": Sentence(lambda: _("%(place)s: texts of the licence changed")),
    "licenses-listed": Sentence(lambda: _("The list of licences changed")),
    "contents-license": Sentence(
        lambda: _("%(place)s: licence of the contents %(after)s, no longer %(before)s")
    ),
    "texts": Sentence(lambda: _("%(place)s: titles or descriptions changed")),
    "readme": Sentence(lambda: _("The long description changed")),
    "contact": Sentence(lambda: _("Contact changed")),
    "contributed": Sentence(lambda: _("Whether users contribute the data is told anew")),
    "keywords": Sentence(lambda: _("Keywords changed")),
    "frequency": Sentence(lambda: _("Frequency of updates changed")),
    "producer": Sentence(lambda: _("Producer changed")),
    "demo": Sentence(lambda: _("Whether the data is fictional is told anew")),
    "updated": Sentence(lambda: _("Date of the last update changed")),
    "coverage": Sentence(lambda: _("Period or place changed")),
    "browsing": Sentence(lambda: _("%(place)s: shown in another way")),
    "charts": Sentence(lambda: _("%(place)s: other charts")),
    "counting": Sentence(lambda: _("%(place)s: counted by other columns or periods")),
    "desk": Sentence(lambda: _("%(place)s: other suggestions are taken")),
    "partners": Sentence(lambda: _("%(place)s: other partners, or other words about them")),
    "layout": Sentence(lambda: _("%(place)s: files laid out in another way")),
    "form-added": Sentence(lambda: _("%(place)s: new form of file, %(after)s")),
    "form-removed": Sentence(lambda: _("%(place)s: form of file taken away, %(before)s")),
    "form-changed": Sentence(lambda: _("%(place)s: form of file changed, %(after)s")),
    "forms-reordered": Sentence(lambda: _("%(place)s: forms of file in another order")),
}
