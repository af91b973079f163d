"""The report of a release in words: what came in, what was left out, how people are safe.

The one owner of these words: the page of a dataset, `report.html` and the page at a portal all say
them from here, each in its language.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from publish.declare.techniques import TECHNIQUES
from publish.release.report_words import MODES, ROLES, SENTENCES
from publish.words.bilingual import SEMICOLON
from publish.words.dates import in_words
from publish.words.numbers import percent, readable

Json = Mapping[str, Any]


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
