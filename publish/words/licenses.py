"""The licences that a release may carry, and the words that each asks to show.

Sources: Licence Ouverte 2.0 ("la mention de la paternité"), ODbL 1.0 §4.2 (notices on a
database) and §4.3 (notice for a produced work), CC 4.0 §3(a), ODC-By 1.0 §4.2–4.3.
"""

from dataclasses import dataclass

from publish.words.bilingual import Words, bilingual


@dataclass(frozen=True)
class License:
    """A licence: its words in French and English, and its names elsewhere.

    `url` is the address shown to people and machines; `dcat` the one that data.gouv.fr's
    harvester recognises; `data_gouv` its id there; `text_url` is where the full text stands.
    `attribution`, `database` and `produced_work` are templates over {name}, {producer},
    {source} and {named} (both, and the data's address), {date}, {title}, {contents} and {url}.
    `duties` are what a reuser must do, in plain lines; `for_contents` tells whether the single
    contents of a database may be under it.
    """

    id: str
    title: Words
    summary: Words
    url: str
    text_url: str
    dcat: str
    data_gouv: str
    attribution: Words
    database: Words
    produced_work: Words
    duties: tuple[Words, ...]
    share_alike: bool = False
    contents_license: str | None = None
    for_contents: bool = False


@dataclass(frozen=True)
class ContentsLicense:
    """A licence of the single contents of a database, beside that of the database."""

    id: str
    title: str
    url: str


_ATTRIBUTION = bilingual(
    "{source}, sous licence {title} ({url})",
    "{source}, licensed under {title} ({url})",
)
# Licence Ouverte 2.0: "sa source (au moins le nom du « Concédant ») et la date de dernière mise à
# jour de l'« Information » réutilisée".
_DATED = bilingual(
    "Source : {source}, mise à jour du {date}, {title} ({url})",
    "Source: {source}, updated on {date}, {title} ({url})",
)
_DATABASE = bilingual(
    "{name} ({producer}) est mis à disposition sous licence {title} : {url}",
    "{name} ({producer}) is made available under the licence {title}: {url}",
)
_OPEN_DATABASE = bilingual(
    "{name} ({producer}), mise à jour du {date}, est mis à disposition sous {title} : {url}",
    "{name} ({producer}), updated on {date}, is made available under the {title}: {url}",
)
_ODBL_DATABASE = bilingual(
    "La base {name} ({producer}) est mise à disposition sous la licence {title} : {url}. "
    "Les droits sur ses contenus pris un à un sont sous {contents}.",
    "The database {name} ({producer}) is made available under the {title}: {url}. "
    "Any rights in individual contents of the database are licensed under the {contents}.",
)
# ODbL 1.0 and ODC-By 1.0 §4.3: the name of the database, its address and that of the licence.
_PRODUCED_WORK = bilingual(
    "Contient des informations de {named}, mises à disposition sous {title} ({url}).",
    "Contains information from {named}, which is made available under the {title} ({url}).",
)

_FREELY = (
    "Vous pouvez copier, modifier et réutiliser ces données, même pour un usage commercial",
    "You may copy, change and reuse this data, even commercially",
)
_NAMING = bilingual(
    f"{_FREELY[0]}, en citant leur source.",
    f"{_FREELY[1]}, if you name its source.",
)

# What reusers must do.
_NAME = bilingual(
    "Citer la source, par exemple avec la phrase ci-dessous",
    "Name the source, for example with the sentence below",
)
_DATE = bilingual(
    "Donner la date de la dernière mise à jour",
    "Give the date of the last update",
)
_NO_ENDORSEMENT = bilingual(
    "Ne pas laisser croire que le producteur approuve ce que vous faites",
    "Not suggest that the producer approves of what you make",
)
_TELL_CHANGES = bilingual("Dire ce que vous avez changé", "Say what you have changed")
_SHARE_DATABASE = bilingual(
    "Partager sous la même licence une base que vous en dérivez",
    "Share a database that you derive from it under the same licence",
)
_TELL_ON_WORKS = bilingual(
    "Dire, sur une carte, un graphique ou une autre œuvre qui en est tirée, d'où elle vient",
    "Say on a map, a chart or another work made from it where it comes from",
)
_SHARE_ALIKE = bilingual(
    "Partager sous la même licence ce que vous en dérivez",
    "Share what you derive from it under the same licence",
)

LICENSES: dict[str, License] = {
    "etalab-2.0": License(
        id="etalab-2.0",
        title=bilingual("Licence Ouverte 2.0", "Open Licence 2.0 (Licence Ouverte)"),
        summary=bilingual(
            f"{_FREELY[0]}, en citant leur source et la date de leur dernière mise à jour, sans "
            "laisser croire que leur producteur vous soutient.",
            f"{_FREELY[1]}, if you name its source and the date of its last update, and do not "
            "suggest that its producer endorses you.",
        ),
        url="https://www.etalab.gouv.fr/licence-ouverte-open-licence",
        text_url="https://www.etalab.gouv.fr/wp-content/uploads/2017/04/"
        "ETALAB-Licence-Ouverte-v2.0.pdf",
        dcat="https://www.etalab.gouv.fr/licence-ouverte-open-licence",
        data_gouv="lov2",
        attribution=_DATED,
        database=_OPEN_DATABASE,
        produced_work=_DATED,
        duties=(_NAME, _DATE, _NO_ENDORSEMENT),
    ),
    "ODbL-1.0": License(
        id="ODbL-1.0",
        title=bilingual("Open Database License (ODbL) 1.0", "Open Database License (ODbL) 1.0"),
        summary=bilingual(
            f"{_FREELY[0]}, en citant leur source ; une base que vous en dérivez et partagez reste "
            "sous la même licence ; une œuvre que vous en tirez (carte, graphique) indique d'où "
            "elle vient.",
            f"{_FREELY[1]}, if you name its source; a database that you derive from it and share "
            "stays under the same licence; a work that you make from it (map, chart) says where "
            "it comes from.",
        ),
        url="https://opendatacommons.org/licenses/odbl/1-0/",
        text_url="https://opendatacommons.org/licenses/odbl/1-0/",
        dcat="https://opendatacommons.org/licenses/odbl/summary/",
        data_gouv="odc-odbl",
        attribution=_ATTRIBUTION,
        database=_ODBL_DATABASE,
        produced_work=_PRODUCED_WORK,
        duties=(_NAME, _SHARE_DATABASE, _TELL_ON_WORKS),
        share_alike=True,
        contents_license="DbCL-1.0",
    ),
    "CC-BY-4.0": License(
        id="CC-BY-4.0",
        title=bilingual("Creative Commons Attribution 4.0", "Creative Commons Attribution 4.0"),
        summary=bilingual(
            f"{_FREELY[0]}, en citant leur source et en indiquant ce que vous avez modifié.",
            f"{_FREELY[1]}, if you name its source and say what you changed.",
        ),
        url="https://creativecommons.org/licenses/by/4.0/",
        text_url="https://creativecommons.org/licenses/by/4.0/legalcode",
        dcat="https://creativecommons.org/licenses/by/4.0/",
        data_gouv="cc-by",
        attribution=_ATTRIBUTION,
        database=_DATABASE,
        produced_work=_ATTRIBUTION,
        duties=(_NAME, _TELL_CHANGES),
        for_contents=True,
    ),
    "CC-BY-SA-4.0": License(
        id="CC-BY-SA-4.0",
        title=bilingual(
            "Creative Commons Attribution – Partage dans les mêmes conditions 4.0",
            "Creative Commons Attribution-ShareAlike 4.0",
        ),
        summary=bilingual(
            f"{_FREELY[0]}, en citant leur source et en indiquant ce que vous avez modifié ; "
            "ce que vous en dérivez et partagez reste sous la même licence.",
            f"{_FREELY[1]}, if you name its source and say what you changed; what you derive from "
            "it and share stays under the same licence.",
        ),
        url="https://creativecommons.org/licenses/by-sa/4.0/",
        text_url="https://creativecommons.org/licenses/by-sa/4.0/legalcode",
        dcat="https://creativecommons.org/licenses/by-sa/4.0/",
        data_gouv="cc-by-sa",
        attribution=_ATTRIBUTION,
        database=_DATABASE,
        produced_work=_ATTRIBUTION,
        duties=(_NAME, _TELL_CHANGES, _SHARE_ALIKE),
        share_alike=True,
        for_contents=True,
    ),
    "CC0-1.0": License(
        id="CC0-1.0",
        title=bilingual("Creative Commons Zéro 1.0", "Creative Commons Zero 1.0"),
        summary=bilingual(
            "Vous pouvez réutiliser ces données sans condition ; citer leur source est apprécié.",
            "You may reuse this data without any condition; naming its source helps.",
        ),
        url="https://creativecommons.org/publicdomain/zero/1.0/",
        text_url="https://creativecommons.org/publicdomain/zero/1.0/legalcode",
        dcat="https://creativecommons.org/publicdomain/zero/1.0/",
        data_gouv="cc-zero",
        attribution=_ATTRIBUTION,
        database=_DATABASE,
        produced_work=_ATTRIBUTION,
        duties=(),
        for_contents=True,
    ),
    "ODC-By-1.0": License(
        id="ODC-By-1.0",
        title=bilingual(
            "Open Data Commons Attribution License 1.0",
            "Open Data Commons Attribution License 1.0",
        ),
        summary=_NAMING,
        url="https://opendatacommons.org/licenses/by/1-0/",
        text_url="https://opendatacommons.org/licenses/by/1-0/",
        dcat="https://opendatacommons.org/licenses/by/summary/",
        data_gouv="odc-by",
        attribution=_ATTRIBUTION,
        database=_DATABASE,
        produced_work=_PRODUCED_WORK,
        duties=(_NAME,),
    ),
}

CONTENTS_LICENSES: dict[str, ContentsLicense] = {
    "DbCL-1.0": ContentsLicense(
        "DbCL-1.0",
        "Database Contents License (DbCL) 1.0",
        "https://opendatacommons.org/licenses/dbcl/1-0/",
    ),
} | {
    id: ContentsLicense(id, license.title["en"], license.url)
    for id, license in LICENSES.items()
    if license.for_contents
}
