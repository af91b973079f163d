"""The words that a licence asks to show beside a database, filled in."""

from collections.abc import Sequence
from dataclasses import dataclass

from publish.words.bilingual import bilingual
from publish.words.licenses import CONTENTS_LICENSES, LICENSES

_GIVEN = bilingual("avec des données fournies par {partners}", "with data from {partners}")
_AND = bilingual(" et ", " and ")


@dataclass(frozen=True)
class Notice:
    """What a reader is shown and may copy, in one language."""

    id: str
    title: str
    url: str
    summary: str
    attribution: str
    database: str
    produced_work: str
    share_alike: bool
    licensor: str


def notice(
    license_id: str,
    language: str,
    *,
    name: str,
    producer: str,
    date: str,
    contents_license: str | None = None,
    address: str | None = None,
    partners: Sequence[str] = (),
) -> Notice:
    """The words to show for a database called `name` in `language` ("fr" or "en").

    `producer` is the licensor; `date` the day of the last update as it should be read;
    `contents_license` an id of CONTENTS_LICENSES; `address` where the database is found, for
    those who copy the words; `partners` the names of all whose rows it holds. Raises KeyError on
    an unknown licence.
    """
    license = LICENSES[license_id]
    given = _given(partners, language)
    words = {
        "name": name,
        "producer": producer,
        "source": ", ".join(filter(None, (producer, name, address, given))),
        "named": f"{name} ({', '.join(filter(None, (producer, address, given)))})",
        "date": date,
        "title": license.title[language],
        "url": license.url,
        "contents": _contents(contents_license or license.contents_license, language),
    }
    return Notice(
        id=license.id,
        title=license.title[language],
        url=license.url,
        summary=license.summary[language],
        attribution=license.attribution[language].format(**words),
        database=license.database[language].format(**words),
        produced_work=license.produced_work[language].format(**words),
        share_alike=license.share_alike,
        licensor=producer,
    )


def _given(partners: Sequence[str], language: str) -> str:
    """Whose data it is, all of them by name; "" where it is the producer's own."""
    if not partners:
        return ""
    *most, last = partners
    names = _AND[language].join(filter(None, (", ".join(most), last)))
    return _GIVEN[language].format(partners=names)


def _contents(license_id: str | None, language: str) -> str:
    """The title and address of a licence of contents, in the language where there is one."""
    if license_id is None:
        return ""
    contents = CONTENTS_LICENSES[license_id]
    title = LICENSES[license_id].title[language] if license_id in LICENSES else contents.title
    return f"{title} ({contents.url})"
