"""Where a table went, in words of the language that is spoken."""

from collections.abc import Iterator

from publish.people.went import Sent, Stand, Went
from publish.people.words import title
from publish.site.text.languages import gettext as _
from publish.site.text.languages import ngettext
from publish.site.text.words import readable_date, readable_number


def went_lines(went: Went) -> list[str]:
    """A sentence for each release, then of deleted ones, downloads, portals and other copies."""
    return list(_lines(went))


def _lines(went: Went) -> Iterator[str]:
    if not went.stands:
        yield _("No version that is kept has this table.")
    yield from map(stand_line, went.stands)
    yield from elsewhere(went)


def stand_line(stand: Stand) -> str:
    """What a release shows."""
    return f"{_version(stand)}{_(':')} {_found(stand)}"


def elsewhere(went: Went) -> Iterator[str]:
    """A sentence of deleted releases, of downloads, of each portal and of other copies."""
    if went.gone:
        words = ngettext(
            "The files of %(number)s earlier version are deleted.",
            "The files of %(number)s earlier versions are deleted.",
            went.gone,
        )
        yield words % {"number": readable_number(went.gone)}
    yield _downloads(went.downloads)
    yield from map(_sent, went.sent)
    yield _(
        "Copies that others took are known to nobody: the licence lets everybody keep and pass "
        "them on."
    )


def _version(stand: Stand) -> str:
    words = {
        "table": title(stand.titles, stand.table),
        "version": stand.version,
        "day": readable_date(stand.day),
        "license": stand.license,
    }
    if stand.current:
        return _("%(table)s, version %(version)s of %(day)s, the current one (%(license)s)") % words
    return _("%(table)s, version %(version)s of %(day)s (%(license)s)") % words


def _found(stand: Stand) -> str:
    if stand.left:
        return _of_left(stand)
    if stand.rows is not None:
        return _of_rows(stand.rows)
    if stand.alike is None:
        return _("what is shown of you cannot be looked for without telling which row it is")
    return _of_class(stand.alike, stand.counted)


def _of_left(stand: Stand) -> str:
    day = {"day": readable_date(stand.until)} if stand.until else {}
    if stand.left == "among":
        told = _("you may stand in it among others, or not, which nobody is told")
        last = _("gone by %(day)s, if publications come as announced")
        return f"{told}{_('; ')}{last % day}" if day else told
    if day:
        words = _(
            "what you withdrew is in it, or may be; that goes with the next publication, by "
            "%(day)s if it comes as announced"
        )
        return words % day
    return _("what you withdrew is in it, or may be; that goes with the next publication")


def _of_rows(rows: int) -> str:
    if not rows:
        return _("none of your rows is found in it")
    words = ngettext("%(number)s of your rows is in it", "%(number)s of your rows are in it", rows)
    return words % {"number": readable_number(rows)}


def _of_class(alike: int, counted: bool) -> str:
    if not alike:
        return _("nothing in it is shown as yours would be by the rule of today")
    if counted:
        words = ngettext(
            "%(number)s person is counted as you are",
            "%(number)s people are counted as you are",
            alike,
        )
    else:
        words = ngettext(
            "%(number)s row is shown as yours is: yours may be that one",
            "%(number)s rows are shown as yours is: yours may be one of them, and which is not "
            "told to protect the others",
            alike,
        )
    return words % {"number": readable_number(alike)}


def _downloads(number: int | None) -> str:
    if number is None:
        return _("How often it was downloaded is not counted, or by too few people to be told.")
    words = ngettext(
        "It, or all of its dataset, was downloaded %(number)s time at least, as far as counted.",
        "It, or all of its dataset, was downloaded %(number)s times at least, as far as counted.",
        number,
    )
    return words % {"number": readable_number(number)}


def _sent(sent: Sent) -> str:
    words = {"to": sent.to, "version": sent.version, "day": readable_date(sent.day)}
    told = _("%(to)s was sent version %(version)s on %(day)s") % words
    return f"{told}{_(':')} {', '.join(sent.pages)}" if sent.pages else f"{told}."
