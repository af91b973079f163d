"""The licences that a release may carry, and the words that each asks to show.

Sources: Licence Ouverte 2.0 ("la mention de la paternité"), ODbL 1.0 §4.2 (notices on a
database) and §4.3 (notice for a produced work), CC 4.0 §3(a), ODC-By 1.0 §4.2–4.3.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Words = Mapping[str, str]


@dataclass(frozen=True)
class License:
    """A licence: its words in French and English, and its names elsewhere.

    `url` is the address shown to people and machines; `dcat` the one that data.gouv.fr's
    harvester recognises; `data_gouv` its id there. `attribution`, `database` and
    `produced_work` are templates over {name}, {producer}, {date}, {contents} and {url}.
    """

    id: str
    title: Words
    summary: Words
    url: str
    dcat: str
    data_gouv: str
    attribution: Words
    database: Words
    produced_work: Words
    share_alike: bool = False
    contents_license: str | None = None
    asks_date: bool = False


@dataclass(frozen=True)
class ContentsLicense:
    """A licence of the single contents of a database, beside that of the database."""

    id: str
    title: str
    url: str


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


_ATTRIBUTION: Words = {
    "fr": "{producer}, {name}, sous licence {title} ({url})",
    "en": "{producer}, {name}, licensed under {title} ({url})",
}
_DATED: Words = {
    "fr": "Source : {producer}, {name}, mise à jour du {date}, {title} ({url})",
    "en": "Source: {producer}, {name}, updated on {date}, {title} ({url})",
}
_DATABASE: Words = {
    "fr": "{name} ({producer}) est mis à disposition sous la licence {title} : {url}",
    "en": "{name} ({producer}) is made available under the {title}: {url}",
}
_ODBL_DATABASE: Words = {
    "fr": "La base {name} ({producer}) est mise à disposition sous la licence {title} : {url}. "
    "Les droits sur ses contenus pris un à un sont sous {contents}.",
    "en": "The database {name} ({producer}) is made available under the {title}: {url}. "
    "Any rights in individual contents of the database are licensed under the {contents}.",
}
_PRODUCED_WORK: Words = {
    "fr": "Contient des informations de {name} ({producer}), mises à disposition sous {title} "
    "({url}).",
    "en": "Contains information from {name} ({producer}), which is made available under the "
    "{title} ({url}).",
}
_SHARE_ALIKE: Words = {
    "fr": "Vous pouvez copier, modifier et réutiliser ces données, même pour un usage commercial, "
    "en citant leur source ; une base que vous en dérivez et partagez reste sous la même licence.",
    "en": "You may copy, change and reuse this data, even commercially, if you name its source; "
    "a database that you derive from it and share stays under the same licence.",
}
_BY: Words = {
    "fr": "Vous pouvez copier, modifier et réutiliser ces données, même pour un usage commercial, "
    "en citant leur source.",
    "en": "You may copy, change and reuse this data, even commercially, if you name its source.",
}

LICENSES: dict[str, License] = {
    "etalab-2.0": License(
        id="etalab-2.0",
        title={"fr": "Licence Ouverte 2.0", "en": "Open Licence 2.0 (Licence Ouverte)"},
        summary={
            "fr": f"{_BY['fr'][:-1]} et la date de leur dernière mise à jour.",
            "en": f"{_BY['en'][:-1]} and the date of its last update.",
        },
        url="https://www.etalab.gouv.fr/licence-ouverte-open-licence",
        dcat="https://www.etalab.gouv.fr/licence-ouverte-open-licence",
        data_gouv="lov2",
        attribution=_DATED,
        database=_DATABASE,
        produced_work=_DATED,
        asks_date=True,
    ),
    "ODbL-1.0": License(
        id="ODbL-1.0",
        title={"fr": "Open Database License (ODbL) 1.0", "en": "Open Database License (ODbL) 1.0"},
        summary=_SHARE_ALIKE,
        url="https://opendatacommons.org/licenses/odbl/1-0/",
        dcat="https://opendatacommons.org/licenses/odbl/summary/",
        data_gouv="odc-odbl",
        attribution=_ATTRIBUTION,
        database=_ODBL_DATABASE,
        produced_work=_PRODUCED_WORK,
        share_alike=True,
        contents_license="DbCL-1.0",
    ),
    "CC-BY-4.0": License(
        id="CC-BY-4.0",
        title={
            "fr": "Creative Commons Attribution 4.0",
            "en": "Creative Commons Attribution 4.0",
        },
        summary=_BY,
        url="https://creativecommons.org/licenses/by/4.0/",
        dcat="https://creativecommons.org/licenses/by/4.0/",
        data_gouv="cc-by",
        attribution=_ATTRIBUTION,
        database=_DATABASE,
        produced_work=_ATTRIBUTION,
    ),
    "CC-BY-SA-4.0": License(
        id="CC-BY-SA-4.0",
        title={
            "fr": "Creative Commons Attribution – Partage dans les mêmes conditions 4.0",
            "en": "Creative Commons Attribution-ShareAlike 4.0",
        },
        summary=_SHARE_ALIKE,
        url="https://creativecommons.org/licenses/by-sa/4.0/",
        dcat="https://creativecommons.org/licenses/by-sa/4.0/",
        data_gouv="cc-by-sa",
        attribution=_ATTRIBUTION,
        database=_DATABASE,
        produced_work=_ATTRIBUTION,
        share_alike=True,
    ),
    "CC0-1.0": License(
        id="CC0-1.0",
        title={"fr": "Creative Commons Zéro 1.0", "en": "Creative Commons Zero 1.0"},
        summary={
            "fr": "Vous pouvez réutiliser ces données sans condition ; citer leur source aide.",
            "en": "You may reuse this data without any condition; naming its source helps.",
        },
        url="https://creativecommons.org/publicdomain/zero/1.0/",
        dcat="https://creativecommons.org/publicdomain/zero/1.0/",
        data_gouv="cc-zero",
        attribution=_ATTRIBUTION,
        database=_DATABASE,
        produced_work=_ATTRIBUTION,
    ),
    "ODC-By-1.0": License(
        id="ODC-By-1.0",
        title={
            "fr": "Open Data Commons Attribution License 1.0",
            "en": "Open Data Commons Attribution License 1.0",
        },
        summary=_BY,
        url="https://opendatacommons.org/licenses/by/1-0/",
        dcat="https://opendatacommons.org/licenses/by/summary/",
        data_gouv="odc-by",
        attribution=_ATTRIBUTION,
        database=_DATABASE,
        produced_work=_PRODUCED_WORK,
    ),
}

CONTENTS_LICENSES: dict[str, ContentsLicense] = {
    "DbCL-1.0": ContentsLicense(
        "DbCL-1.0",
        "Database Contents License (DbCL) 1.0",
        "https://opendatacommons.org/licenses/dbcl/1-0/",
    ),
} | {
    id: ContentsLicense(id, LICENSES[id].title["en"], LICENSES[id].url)
    for id in ("CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0")
}


def notice(
    license_id: str,
    language: str,
    *,
    name: str,
    producer: str,
    date: str,
    contents_license: str | None = None,
) -> Notice:
    """The words to show for a database called `name` in `language` ("fr" or "en").

    `date` is the day of the last update as it should be read; `contents_license` an id of
    CONTENTS_LICENSES. Raises KeyError on an unknown licence.
    """
    license = LICENSES[license_id]
    contents = CONTENTS_LICENSES.get(contents_license or license.contents_license or "")
    words = {
        "name": name,
        "producer": producer,
        "date": date,
        "title": license.title[language],
        "url": license.url,
        "contents": f"{contents.title}: {contents.url}" if contents else "",
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
    )
