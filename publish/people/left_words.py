"""What somebody withdrew, and what shows it still, in words of the language that is spoken."""

from collections.abc import Iterator

from publish.people.leaving_words import words_of
from publish.people.left import Left
from publish.people.went_words import elsewhere, stand_line
from publish.people.words import purpose_title, title
from publish.site.text.languages import gettext as _
from publish.site.text.languages import ngettext
from publish.site.text.words import readable_date, readable_number
from publish.words.governance import PURPOSES


def left_head(one: Left) -> str:
    """What was withdrawn, and the day on which that was noted."""
    noted = _("On which day was not noted.")
    if one.day:
        noted = _("Noted on %(day)s.") % {"day": readable_date(one.day)}
    return f"{_what(one)} {noted}"


def left_lines(one: Left) -> list[str]:
    """What shows it still, table by table, then deleted versions, portals and other copies."""
    return list(_lines(one))


def _what(one: Left) -> str:
    dataset = title(one.titles, one.dataset)
    if one.kind == "dataset":
        return _("You left “%(dataset)s”.") % {"dataset": dataset}
    words = {"table": title(one.tables[0].titles, ""), "dataset": dataset}
    if one.kind == "table":
        return _("You withdrew what you had in “%(table)s”, of “%(dataset)s”.") % words
    if one.kind == "row":
        said = ngettext(
            "You withdrew %(number)s row of “%(table)s”, of “%(dataset)s”.",
            "You withdrew %(number)s rows of “%(table)s”, of “%(dataset)s”, one by one.",
            one.rows,
        )
        return said % {**words, "number": readable_number(one.rows)}
    said = _("You withdrew your consent to “%(purpose)s” in “%(table)s”, of “%(dataset)s”.")
    return said % {**words, "purpose": purpose_title(one.kind)}


def _lines(one: Left) -> Iterator[str]:
    for table in one.tables:
        named = title(table.titles, "")
        if table.way:
            yield f"{named}{_(':')} {words_of(table.way)}"
        elif not table.stands:
            gone = _("nothing of what you withdrew is in a version that is kept.")
            if one.kind in PURPOSES:
                gone = _(
                    "nothing of what you withdrew is in a version that is kept, unless you agreed "
                    "to it anew."
                )
            yield f"{named}{_(':')} {gone}"
        yield from map(stand_line, table.stands)
    yield from elsewhere(one.went)
    if one.went.sent:
        yield _("What portals were sent stays there until they are sent the next version.")
    yield _("What others copied before cannot be called back.")
