"""A model learned from the rows themselves by splink: nobody has to judge pairs first."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from publish.bakehouse.partners.linkage.levels import Level
from publish.bakehouse.partners.linkage.model import Model, Odds
from publish.bakehouse.partners.linkage.rows import Rows
from publish.bakehouse.partners.linkage.scored import bits, linker, prior_bits, score

ENOUGH = 1000
"""Pairs of one thing, as far as the fixed model can tell, without which nothing is learned."""
LOOK_AT = 100_000
"""Pairs, about, in which is looked for columns to learn from."""
SURE = 0.95
"""The probability from which on the fixed model can tell."""
EACH = 300
"""So many of these pairs must be equal in two columns, that the others are learned from them."""
SAMPLE = 500_000
"""Pairs taken at random, from which it is learned how alike two things are by chance."""
SEED = 1
LEAST_SAME, LEAST_OTHER = 1e-4, 2e-6
"""What was never seen is rare, and not impossible."""
LOUDEST = 3000
"""To one: so loud is likeness short of equality at most, however seldom it was met by chance."""
ROUNDS = 20
"""How often the share of pairs of one thing is estimated from itself."""


def learned(rows: Rows, start: Model) -> Model | None:
    """The model learned from the table `pairs`; none where they are too few."""
    telling = _telling(rows, start)
    if not telling:
        return None
    _, splink = linker(rows, start, _with_keys(rows))
    splink.training.estimate_u_using_random_sampling(max_pairs=SAMPLE, seed=SEED)
    for one, other in telling:
        splink.training.estimate_parameters_using_expectation_maximisation(
            f"l.k_{one} = r.k_{one} AND l.{one} = r.{one} AND l.{other} = r.{other}",
            estimate_without_term_frequencies=True,
        )
    return replace(start, odds=dict(_odds(rows, start, splink)), learned=True)


def with_prior(rows: Rows, model: Model, scored: str) -> Model:
    """The model whose prior is the share of pairs that it takes for one thing."""
    pairs = rows.count * (rows.count - 1) / 2
    for _ in range(ROUNDS):
        weight = f"{prior_bits(model)} + {bits(rows, model)}"
        [[expected]] = rows.sql(
            f"SELECT sum(1 / (1 + pow(2, -greatest({weight}, -1000)))) FROM {scored}"  # noqa: S608
        )
        model = replace(model, prior=round(max(expected or 0.0, 1.0) / pairs, 12))
    return model


def _telling(rows: Rows, start: Model) -> Sequence[tuple[str, str]]:
    """Two columns each, of which equal pairs are one thing; none where there is too little.

    Equal in one column alone are also the branches of an owner, or the tenants of a house: what is
    learned from them would be that names of one thing differ.
    """
    every = _some(rows)
    scored = score(rows, start, "looked_at")
    sure = f"({prior_bits(start)} + {bits(rows, start)} >= log2({SURE} / (1 - {SURE})))"
    [[number]] = rows.sql(f"SELECT count(*) FILTER ({sure}) FROM {scored}")  # noqa: S608
    if number * every < ENOUGH:
        return ()
    found = []
    for one, other in combinations((c for c, kind in rows.kinds.items() if kind != "point"), 2):
        equal = f"{_equal(rows, start, one)} AND {_equal(rows, start, other)}"
        [[pairs, right]] = rows.sql(
            f"SELECT count(*), count(*) FILTER ({sure}) FROM {scored} WHERE {equal}"  # noqa: S608
        )
        group = start.groups.get(rows.titles[one])
        if right * every >= EACH and (
            group is None or group != start.groups.get(rows.titles[other])
        ):
            found.append((-right / pairs, one, other))
    return _covering([(one, other) for _, one, other in sorted(found)], rows)


def _some(rows: Rows) -> int:
    """Make the table `looked_at`: the pairs of one of so many rows; gives that number."""
    [[pairs]] = rows.sql("SELECT count(*) FROM pairs")
    every = 1 + pairs // LOOK_AT
    rows.sql(f"CREATE TABLE looked_at AS FROM pairs WHERE l % {every} = 0 ORDER BY l, r")
    return int(every)


def _equal(rows: Rows, model: Model, name: str) -> str:
    return f"gamma_{name} = {len(model.levels(rows.titles[name])) - 1}"


def _covering(pairs: Sequence[tuple[str, str]], rows: Rows) -> Sequence[tuple[str, str]]:
    """The first of the pairs of columns that leave no column unlearned, if there are such."""
    unlearned, chosen = set(rows.kinds), []
    for pair in pairs:
        if unlearned.difference(pair):
            chosen.append(pair)
            unlearned.intersection_update(pair)
    return () if unlearned else chosen


def _with_keys(rows: Rows) -> str:
    """A table of the rows in which `k_c0` … are their values that no large block shares."""
    names = [name for name, kind in rows.kinds.items() if kind != "point"]
    keys = ", ".join(
        f"CASE WHEN {name} IN (SELECT value FROM blocks JOIN sizes USING (what)"  # noqa: S608
        f" WHERE what = '{name}' AND size <= most) THEN {name} END AS k_{name}"
        for name in names
    )
    rows.sql(f"CREATE TABLE keyed AS SELECT *, {keys} FROM rows ORDER BY n")  # noqa: S608
    return "keyed"


def _odds(rows: Rows, start: Model, splink: Any) -> Iterator[tuple[str, tuple[Odds, ...]]]:
    for comparison in splink.misc.save_model_to_json(out_path=None)["comparisons"]:
        title = rows.titles[comparison["output_column_name"]]
        levels = [
            level for level in comparison["comparison_levels"] if "is_null_level" not in level
        ]
        found = [(level.get("m_probability"), level.get("u_probability")) for level in levels]
        odds = _sound(found, start.odds[title], start.levels(title))
        plausible = odds[0][0] > odds[0][1] and odds[-1][0] < odds[-1][1]
        yield title, odds if plausible else start.odds[title]


def _sound(
    found: Sequence[Odds], start: Sequence[Odds], levels: Sequence[Level]
) -> tuple[Odds, ...]:
    """Probabilities that sum up to one; a level that no pair had, which splink leaves, is rare."""
    pairs = [_seen(*of) for of in zip(found, start, levels, strict=True)]
    same, other = zip(*pairs, strict=True)
    return tuple((round(one / sum(same), 9), round(two / sum(other), 9)) for one, two in pairs)


def _seen(found: Odds, start: Odds, level: Level) -> Odds:
    same = LEAST_SAME if found[0] in (None, start[0]) else max(found[0], LEAST_SAME)
    least = LEAST_OTHER if level.rare else max(LEAST_OTHER, same / LOUDEST)
    if found[1] not in (None, start[1]):
        return same, max(found[1], least)
    return same, least if same > LEAST_SAME else same * start[1] / start[0]
