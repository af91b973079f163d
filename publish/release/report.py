"""The report of a release in words: what came in, what was left out, how people are safe.

The one owner of these words: the page of a dataset, `report.html` and the page at a portal all say
them from here, each in its language.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from publish.declare.techniques import TECHNIQUES
from publish.words.bilingual import SEMICOLON, Words, bilingual
from publish.words.dates import in_words
from publish.words.numbers import percent, readable

Json = Mapping[str, Any]

ROLES: dict[str, Words] = {
    "open": bilingual("ne révèle personne", "reveals nobody"),
    "identifier": bilingual("dit qui c'est", "says who it is"),
    "quasi_identifier": bilingual("pourrait mener à quelqu'un", "could lead to someone"),
    "sensitive": bilingual("donnée privée", "private matter"),
    "free_text": bilingual("texte libre", "free text"),
}
MODES: dict[str, Words] = {
    "things": bilingual("elle décrit des choses, pas des personnes", "about things, not people"),
    "named": bilingual(
        "annuaire de personnes qui ont accepté d'y figurer",
        "a directory of people who agreed to be listed",
    ),
    "counts": bilingual(
        "nombres déjà comptés par un outil, sans ligne d'une personne",
        "numbers that a tool counted, without a row of a person",
    ),
    "aggregates": bilingual(
        "décomptes seulement, aucune ligne ne décrit une personne",
        "counts only, no row describes a person",
    ),
    "records": bilingual(
        "lignes de personnes, rendues semblables entre elles",
        "rows of people, made alike",
    ),
}
# `-many` stands beside what is said of one.
SENTENCES: dict[str, Words] = {
    "counted": bilingual(
        "%(records)s enregistrements lus, %(rows)s lignes publiées.",
        "%(records)s records were read, %(rows)s rows are published.",
    ),
    "counted-about": bilingual(
        "Environ %(records)s enregistrements lus, %(rows)s lignes publiées.",
        "About %(records)s records were read, %(rows)s rows are published.",
    ),
    "none-published": bilingual(
        "Environ %(records)s réponses ou enregistrements lus. Aucun n'est publié : seulement des "
        "nombres de personnes.",
        "About %(records)s answers or records were read. None is published: only counts of people "
        "are.",
    ),
    "published-about": bilingual(
        "%(rows)s lignes publiées. Ce qui a été lu et écarté n'est compté nulle part en public : "
        "un de plus parlerait de quelqu'un.",
        "%(rows)s rows are published. What was read and set aside is counted nowhere in public: "
        "one more would tell of someone.",
    ),
    "only-counts": bilingual(
        "Aucune réponse n'est publiée : seulement des nombres de personnes.",
        "No answer is published: only counts of people are.",
    ),
    "set-aside": bilingual(
        "%(n)s enregistrement a été écarté, car il ne correspond pas à sa description.",
        "%(n)s record was set aside, for it does not fit its description.",
    ),
    "set-aside-many": bilingual(
        "%(n)s enregistrements ont été écartés, car ils ne correspondent pas à leur description.",
        "%(n)s records were set aside, for they do not fit their description.",
    ),
    "none-set-aside": bilingual(
        "Aucun enregistrement écarté : tous correspondent à leur description.",
        "No record was set aside: all fit their description.",
    ),
    "dropped": bilingual("Jamais publié : %(names)s.", "Never published: %(names)s."),
    "recoded": bilingual("Rendu moins précis : %(names)s.", "Made less precise: %(names)s."),
    "counted-already": bilingual(
        "%(rows)s lignes publiées, par périodes entières.",
        "%(rows)s rows are published, of whole periods.",
    ),
    "smallest-day": bilingual(
        "Un nombre figure quand, un même jour, %(k)s personnes ou plus étaient derrière une de ses "
        "lignes. Les autres sont réunis sous « Autres », avec le plus petit de ceux qui pourraient "
        "figurer : les totaux sont justes. Ce qui a été publié d'une période ne change plus.",
        "A number is shown where, on a single day, %(k)s people or more were behind one of its "
        "rows. The others are added up as “Other”, with the smallest of those that could be shown: "
        "totals are right. What was published of a period changes no more.",
    ),
    "agreed": bilingual(
        "Seules figurent les personnes qui l'ont accepté, avec ce qu'elles ont accepté ; qui "
        "retire son accord disparaît à la publication suivante.",
        "Only people who agreed to be listed are, and with what they agreed to; who takes that "
        "back is gone at the next publication.",
    ),
    "smallest-count": bilingual(
        "Aucun effectif de moins de %(k)s personnes n'est publié.",
        "No count under %(k)s people is published.",
    ),
    "noise": bilingual(
        "Chaque effectif est publié avec un bruit aléatoire, juste en moyenne : écart-type "
        "%(deviation)s, au plus %(most)s personnes de plus ou de moins. Les mêmes personnes "
        "donnent toujours le même bruit.",
        "Each count is published with random noise, right on average: standard deviation "
        "%(deviation)s, at most %(most)s people more or fewer. The same people always have the "
        "same noise.",
    ),
    "noise-small": bilingual(
        "Un effectif de moins de %(k)s personnes devient %(k)s ou davantage, ou manque ; son "
        "écart-type va jusqu'à %(deviation)s. Les sommes d'effectifs bruités ont plus de bruit "
        "encore.",
        "A count under %(k)s people becomes %(k)s or more, or is left out; its standard deviation "
        "is up to %(deviation)s. Sums of such counts have more noise still.",
    ),
    "dp": bilingual(
        "Chaque effectif est publié avec un bruit aléatoire tiré à chaque version (écart-type "
        "%(deviation)s) : la présence d'une personne n'y change presque rien (confidentialité "
        "différentielle, ε = %(epsilon)s par version, δ = %(delta)s, ε = %(yearly)s au plus "
        "en 365 jours).",
        "Each count is published with random noise that is drawn for each version (standard "
        "deviation %(deviation)s): whether somebody is there changes hardly anything "
        "(differential privacy, ε = %(epsilon)s a version, δ = %(delta)s, at most ε = %(yearly)s "
        "in 365 days).",
    ),
    "dp-bounds": bilingual(
        "Une personne compte dans %(cells)s effectifs au plus. Un effectif inférieur à %(least)s, "
        "bruit compris, manque.",
        "A person counts in at most %(cells)s counts. A count under %(least)s, noise included, is "
        "left out.",
    ),
    "only-in": bilingual(
        "Seules sont comptées les personnes qui figurent aussi dans %(name)s.",
        "Only people who are also in %(name)s are counted.",
    ),
    "counts-hidden": bilingual(
        "%(n)s effectif manque, parce qu'il est plus petit ou en révélerait un plus petit.",
        "%(n)s count is left out, for it is smaller, or would tell a smaller one.",
    ),
    "counts-hidden-many": bilingual(
        "%(n)s effectifs manquent, parce qu'ils sont plus petits ou en révéleraient de plus "
        "petits.",
        "%(n)s counts are left out, for they are smaller, or would tell a smaller one.",
    ),
    "kept": bilingual(
        "Inchangé depuis le %(day)s : %(names)s. Ces nombres ne changent que si assez de personnes "
        "changent avec eux.",
        "Unchanged since %(day)s: %(names)s. These numbers change only where enough people "
        "change with them.",
    ),
    "smallest-class": bilingual(
        "Au moins %(reached)s personnes partagent chaque combinaison de %(columns)s (%(k)s "
        "exigées).",
        "At least %(reached)s people share each combination of %(columns)s (%(k)s are required).",
    ),
    "most-rows": bilingual(
        "Au plus %(most)s lignes d'une même personne sont publiées.",
        "At most %(most)s rows of a person are published.",
    ),
    "suppressed": bilingual(
        "%(share)s des lignes manquent, parce que trop peu de personnes partagent leur "
        "combinaison.",
        "%(share)s of the rows are left out, for too few people share their combination.",
    ),
    "most-suppressed": bilingual(
        "Jusqu'à %(share)s des lignes peuvent manquer, quand trop peu de personnes partagent leur "
        "combinaison.",
        "Up to %(share)s of the rows may be left out, where too few people share their "
        "combination.",
    ),
    "waiting": bilingual(
        "Environ %(held)s nouvelles lignes attendent que les personnes soient assez nombreuses.",
        "About %(held)s new rows wait until enough people have come.",
    ),
    "chance": bilingual(
        "Une personne connue par ces colonnes serait désignée au hasard dans au plus %(most)s des "
        "cas. Qui en sait davantage peut apprendre davantage : de telles données ne sont jamais "
        "tout à fait anonymes.",
        "Someone known by these columns would be picked out by chance at most %(most)s of the "
        "time. Who knows more of them can learn more: such data is never wholly anonymous.",
    ),
    "columns-dropped": bilingual("%(n)s colonne non publiée", "%(n)s column not published"),
    "columns-dropped-many": bilingual("%(n)s colonnes non publiées", "%(n)s columns not published"),
    "columns-recoded": bilingual("recodage de %(names)s", "%(names)s recoded"),
    "noisy": bilingual(
        "nombres à un bruit aléatoire près (écart-type %(deviation)s)",
        "numbers with random noise (standard deviation %(deviation)s)",
    ),
    "group": bilingual(
        "au moins %(k)s personnes par groupe publié", "at least %(k)s people in a published group"
    ),
}


def sentences(table: Json, language: str) -> tuple[str, ...]:
    """What the report says of an export, one thing a sentence; `table` is one of its `tables`."""
    say = _Words(language)
    parts = (_counted, _columns, _protected, _kept)
    return tuple(sentence for part in parts for sentence in part(table, say))


def facts(table: Json, language: str) -> tuple[str, ...]:
    """How people are safe in a table, in a few words each."""
    say = _Words(language)
    return (MODES[table["mode"]][language], *_facts(table, say))


def technique(name: str, language: str) -> str:
    """What was done to the values of a column, in a word or two."""
    return TECHNIQUES[name].words[language] if name in TECHNIQUES else name


def role(name: str, language: str) -> str:
    """What a column could reveal, in a word or two."""
    return ROLES[name][language] if name in ROLES else name


class _Words:
    """Says the sentences in a language, numbers as it writes them."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, code: str, **values: object) -> str:
        shown = {key: self._shown(value) for key, value in values.items()}
        return SENTENCES[code][self.language] % shown

    def some(self, code: str, n: int) -> str:
        """What is said of `n` things, one or many."""
        return self(code if n == 1 else f"{code}-many", n=n)

    def _shown(self, value: object) -> str:
        return readable(value, self.language) if isinstance(value, int | float) else str(value)


def _counted(table: Json, say: _Words) -> Iterator[str]:
    if table["records_in"] is None:
        yield from _published(table, say)
        return
    records, refused = table["records_in"], sum(one["rows"] for one in table["rejected"])
    if table["mode"] == "aggregates":
        yield say("none-published", records=records)
        return
    [published] = list(table["rows_out"].values())[:1] or [0]
    code = "counted" if table["mode"] == "things" else "counted-about"
    yield say(code, records=records, rows=published)
    yield say.some("set-aside", refused) if refused else say("none-set-aside")


def _published(table: Json, say: _Words) -> Iterator[str]:
    """Of people, only what leaves is counted; reports made before tell what was read, rounded."""
    if table["mode"] == "aggregates":
        yield say("only-counts")
    elif table["mode"] == "counts":
        yield say("counted-already", rows=sum(table["rows_out"].values()))
    else:
        yield say("published-about", rows=sum(table["rows_out"].values()))


def _columns(table: Json, say: _Words) -> Iterator[str]:
    if roles := _by_role(table.get("columns_dropped", ()), column_titles(table, say.language)):
        names = SEMICOLON[say.language].join(
            f"{', '.join(of)} ({role(name, say.language)})" for name, of in roles.items()
        )
        yield say("dropped", names=names)
    if recoded := _recoded(table):
        titles = column_titles(table, say.language)
        how = (
            f"{titles.get(name, name)} ({technique(by, say.language)})"
            for name, by in recoded.items()
        )
        yield say("recoded", names=", ".join(how))


def column_titles(table: Json, language: str) -> dict[str, str]:
    """Column -> its title in a language, or in French; reports made before tell none."""
    columns = [*table.get("columns_published", ()), *table.get("columns_dropped", ())]
    titles = {one["name"]: one.get("titles", {}) for one in columns}
    return {
        name: said.get(language) or said["fr"] for name, said in titles.items() if said.get("fr")
    }


def _by_role(dropped: list[Json], titles: Mapping[str, str]) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for one in dropped:
        name = titles.get(one["name"], one["name"])
        roles.setdefault(one["role"], []).append(name)
    return roles


def _recoded(table: Json) -> dict[str, str]:
    """Column -> its technique."""
    published = table.get("columns_published", ())
    return {one["name"]: one["technique"] for one in published if one.get("technique")}


def _protected(table: Json, say: _Words) -> Iterator[str]:
    figures = table.get("protection") or {}
    if table["mode"] == "aggregates":
        yield from _cells(figures, say)
    elif table["mode"] == "records":
        yield from _records(table, figures, say)
    elif table["mode"] == "counts" and figures:
        yield say("smallest-day", k=figures["k"])
    elif table["mode"] == "named":
        yield say("agreed")


def _cells(figures: Json, say: _Words) -> Iterator[str]:
    # Reports of before told how many are hidden, which is a margin.
    hidden = sum(one.get("suppressed_cells", 0) for one in figures.get("aggregates", {}).values())
    if noise := figures.get("noise"):
        yield from _noise(noise, figures["k"], say)
    else:
        yield say("smallest-count", k=figures["k"])
    for name in figures.get("only_in", ()):
        yield say("only-in", name=name)
    if hidden:
        yield say.some("counts-hidden", hidden)


def _noise(noise: Json, k: int, say: _Words) -> Iterator[str]:
    if noise["method"] == "dp":
        told = {key: noise[key] for key in ("deviation", "epsilon", "delta")}
        yield say("dp", yearly=noise["yearly_epsilon"], **told)
        yield say("dp-bounds", cells=noise["cells"], least=noise["threshold"])
        return
    yield say("noise", deviation=noise["deviation"], most=noise["most"])
    yield say("noise-small", k=k, deviation=noise["small_deviation"])


def _kept(table: Json, say: _Words) -> Iterator[str]:
    """Which tables show the numbers of an earlier release, by the day these are from."""
    days: dict[str, list[str]] = {}
    for name, day in table.get("kept_from", {}).items():
        days.setdefault(day, []).append(name)
    for day, names in sorted(days.items()):
        said = in_words(date.fromisoformat(day), say.language)
        yield say("kept", day=said, names=", ".join(names))


def _records(table: Json, figures: Json, say: _Words) -> Iterator[str]:
    reached, policy = figures["reached"], figures["policy"]
    titles = column_titles(table, say.language)
    columns = ", ".join(titles.get(name, name) for name in figures["quasi_identifiers"])
    yield say("smallest-class", reached=reached["k_people"], columns=columns, k=policy["k"])
    if most := policy.get("max_rows_per_class"):
        yield say("most-rows", most=most)
    if share := figures["suppressed"].get("at_most"):
        yield say("most-suppressed", share=percent(share, say.language))
    if share := figures["suppressed"].get("rows"):
        yield say("suppressed", share=percent(share, say.language))
    if held := figures.get("series", {}).get("held"):
        yield say("waiting", held=held)
    yield say("chance", most=percent(figures["risk"]["prosecutor"]["max"], say.language))


def _facts(table: Json, say: _Words) -> Iterator[str]:
    if dropped := len(table.get("columns_dropped", ())):
        yield say.some("columns-dropped", dropped)
    if recoded := _recoded(table):
        yield say("columns-recoded", names=", ".join(recoded))
    figures = table.get("protection", {})
    if noise := figures.get("noise"):
        yield say("noisy", deviation=noise["deviation"])
    elif k := figures.get("k") or figures.get("policy", {}).get("k"):
        yield say("group", k=k)
