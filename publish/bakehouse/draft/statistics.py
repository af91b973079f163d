"""A declaration of statistics of use as a person would write it, whatever tool counts."""

from collections.abc import Iterator, Mapping, Sequence

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from publish.bakehouse.draft.write import undecided_people
from publish.bakehouse.draft.yaml_text import Line, block, document, flow
from publish.words.bilingual import Words

TEXTS: dict[str, tuple[Words, Words]] = {
    "tool": (
        {"fr": "Outil", "en": "Tool"},
        {"fr": "Outil qui a compté.", "en": "The tool that counted."},
    ),
    "feature": (
        {"fr": "Fonction", "en": "Feature"},
        {"fr": "Ce qui est utilisé.", "en": "What is used."},
    ),
    "dataset": (
        {"fr": "Jeu de données", "en": "Dataset"},
        {"fr": "Jeu de données utilisé, s’il y en a un.", "en": "The dataset used, if any."},
    ),
    "table": (
        {"fr": "Table", "en": "Table"},
        {"fr": "Table utilisée, s’il y en a une.", "en": "The table used, if any."},
    ),
    "form": (
        {"fr": "Forme", "en": "Form"},
        {"fr": "Sous quelle forme, si elle est connue.", "en": "In which form, where known."},
    ),
}
"""Title and description of each column of text, in the order of the columns."""
NUMBERS: dict[str, tuple[Words, Words]] = {
    "visitors": (
        {"fr": "Visiteurs du jour", "en": "Visitors of the day"},
        {"fr": "Personnes différentes de ce jour.", "en": "Different people of that day."},
    ),
    "visits": (
        {"fr": "Visites", "en": "Visits"},
        {"fr": "Nombre de visites.", "en": "Number of visits."},
    ),
    "actions": (
        {"fr": "Actions", "en": "Actions"},
        {"fr": "Pages vues, fichiers et demandes.", "en": "Pages seen, files and requests."},
    ),
    "bounces": (
        {"fr": "Rebonds", "en": "Bounces"},
        {"fr": "Visites d’une seule page.", "en": "Visits of a single page."},
    ),
    "seconds": (
        {"fr": "Durée", "en": "Time"},
        {"fr": "Temps passé par toutes les visites.", "en": "Time spent by all visits."},
    ),
}
"""Title and description of each column of numbers, in the order of the columns."""
MEASURES = tuple(name for name in NUMBERS if name != "visitors")
UNITS: dict[str, object] = {
    "visits": {"fr": "visites", "en": "visits"},
    "actions": {"fr": "actions", "en": "actions"},
    "bounces": {"fr": "visites", "en": "visits"},
    "seconds": "s",
}
DAY = ({"fr": "Jour", "en": "Day"}, {"fr": "Jour de la mesure.", "en": "Day of the measure."})
UNDECIDED = (
    "Lines marked DECIDE wait for a person: the file is refused until the keys below them",
    "are uncommented and filled.",
)
SHARED_ALIKE = (
    "DECIDE: under which licence. etalab-2.0 (Open Licence) as a rule. ODbL-1.0 where the users",
    "of the service make its data: the recommendation asks share-alike of its statistics too.",
    "license:",
)


def statistics(
    head: Sequence[str],
    source: Mapping[str, object],
    rules: Sequence[Mapping[str, str]],
    labels: Mapping[str, Mapping[str, Words]],
    measured: Sequence[str] = MEASURES,
) -> str:
    """The text of a declaration of what features are used for, by week.

    `labels` are the words of values, by column; `measured` the numbers that the tool knows.
    """
    table = block(_table(_source(source, rules), labels, measured), indent=4)
    tables = block([("features", table)], indent=2)
    return document(head, block([*_dataset(), ("tables", tables)]))


def _dataset() -> Iterator[Line]:
    yield "title", {"fr": "Fréquentation", "en": "Use"}
    about = {
        "fr": "Ce à quoi sert le service, par fonction et par semaine, sans suivre personne.",
        "en": "What the service is used for, by feature and week, following nobody.",
    }
    yield "description", about
    yield from undecided_people()
    yield "Numbers that a tool counted are nobody's contribution."
    yield "contributed", False
    yield from SHARED_ALIKE
    yield "frequency", "weekly"
    yield "updated", {"column": "features_week.monday"}


def _source(source: Mapping[str, object], rules: Sequence[Mapping[str, str]]) -> CommentedSeq:
    lines: list[Line] = list(source.items())
    if rules:
        lines.append(("features", CommentedSeq(map(flow, rules))))
    return CommentedSeq([block(lines, indent=8)])


def _table(
    sources: CommentedSeq, labels: Mapping[str, Mapping[str, Words]], measured: Sequence[str]
) -> Iterator[Line]:
    yield "title", {"fr": "Fonctions", "en": "Features"}
    yield (
        "description",
        {
            "fr": "Ce que les visites utilisent, semaine par semaine.",
            "en": "What visits use, week by week.",
        },
    )
    yield "about", "things"
    yield "sources", sources
    yield (
        "counts",
        {
            "behind": "visitors",
            "every": ["week"],
            "by": [name for name in TEXTS if name != "tool"],
            "within": "tool",
            "sum": list(measured),
        },
    )
    yield "columns", block(_columns(labels, measured), indent=6)


def _columns(labels: Mapping[str, Mapping[str, Words]], measured: Sequence[str]) -> Iterator[Line]:
    yield "day", _column("date", DAY, ("constraints", {"required": True}))
    for name, words in TEXTS.items():
        own: list[Line] = []
        if name in labels:
            own.append(("labels", block(labels[name].items(), indent=10)))
        yield name, _column("string", words, *own)
    for name, words in NUMBERS.items():
        if name in MEASURES and name not in measured:
            yield name, {"type": "integer", "role": "open", "protect": "drop"}
            continue
        unit: list[Line] = [("unit", UNITS[name])] if name in UNITS else []
        yield name, _column("integer", words, *unit)


def _column(type: str, words: tuple[Words, Words], *more: Line) -> CommentedMap:
    title, description = words
    told: list[Line] = [("title", title), ("description", description)]
    return block([("type", type), ("role", "open"), *told, *more], indent=8)
