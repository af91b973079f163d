"""`README.md` of an archive: what is in it, in the language of who asked."""

from collections.abc import Iterator

from publish.people.answer_files import Answer, HeldTable
from publish.people.clock import ANSWER_DAYS
from publish.people.consent_words import consents_told
from publish.people.left_words import left_head, left_lines
from publish.people.went_words import went_lines
from publish.people.words import rule, shared, title
from publish.site.text.languages import gettext as _
from publish.site.text.languages import ngettext


def read_me(answer: Answer) -> str:
    """The page as Markdown."""
    return "\n\n".join(_parts(answer)) + "\n"


def _parts(answer: Answer) -> Iterator[str]:
    yield "# " + _("What is held of you")
    yield _(
        "%(publisher)s holds this of you on %(day)s. Keep the file as safe as what it tells: "
        "whoever has it reads it."
    ) % {"publisher": answer.publisher, "day": answer.day}
    if answer.is_empty:
        yield _("Nothing is held under the name by which you came.")
    if answer.left:
        yield from _left(answer)
    for table in answer.tables:
        yield from _table(table)
    if answer.consents:
        yield "## " + _("Consents that you gave")
        yield "\n".join(
            f"- {one.purpose} – {one.table}{_(':')} {one.why} {' '.join(one.sentences)}"
            for one in consents_told(answer)
        )
    yield "## " + _("What else is in the archive")
    yield "\n".join(f"- `{name}`{_(':')} {words}" for name, words in _others())
    yield "## " + _("Whom to ask")
    yield _(
        "%(contact)s. The answer at the desk is deleted %(days)s days after it was made; this file "
        "is yours."
    ) % {"contact": answer.contact, "days": ANSWER_DAYS}


def _left(answer: Answer) -> Iterator[str]:
    yield "## " + _("What you withdrew")
    yield _("It is remembered by digests alone, which keep it from coming back by an older export.")
    if not answer.has_rows:
        yield _("No export has a row of yours any more.")
    for one in answer.left:
        yield left_head(one)
        yield "\n".join(f"- {line}" for line in left_lines(one))


def _table(table: HeldTable) -> Iterator[str]:
    yield f"## {title(table.titles, table.table)}"
    number, path = len(table.rows), f"data/{table.dataset}/{table.table}.csv"
    words = ngettext(
        "%(number)s row, in `%(path)s` and as JSON beside it.",
        "%(number)s rows, in `%(path)s` and as JSON beside it.",
        number,
    )
    yield words % {"number": number, "path": path}
    columns = "\n".join(
        f"- {title(one.titles, one.name)} (`{one.name}`){_(':')} {rule(one)}"
        for one in table.columns
    )
    yield columns
    if said := shared(table):
        yield said
    last, monthly = table.kept
    yield _(
        "Who makes the data: %(controller)s. It is published under %(license)s for everybody; the "
        "last %(last)s versions stay downloadable, and one a month of %(monthly)s months."
    ) % {
        "controller": table.controller,
        "license": table.license,
        "last": last,
        "monthly": monthly,
    }
    if table.rows:
        yield f"### {_('Where it went')}"
        yield "\n".join(f"- {line}" for line in went_lines(table.went))
    if table.portals:
        yield _("Each version is also sent to %(portals)s.") % {"portals": ", ".join(table.portals)}


def _others() -> Iterator[tuple[str, str]]:
    yield "answer.json", _("all of it in one file, with what is shown of each value")
    yield "corrections.csv", _("what you proposed to correct, and what became of it")
    yield "where-it-went.csv", _("where your rows went, version by version")
    yield "consents.jsonld", _("consents that you gave (ISO/IEC TS 27560, in the words of DPV)")
    yield "outbox.json", _("what you contributed and corrected (ActivityStreams 2.0)")
    yield "datapackage.json", _("what the tables are, for programs (Data Package)")
    yield "manifest.json", _("the files, their sizes and SHA-256, what for, for whom, for how long")
