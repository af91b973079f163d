"""How much noise the numbers of a table of counts have: for the report, and the column."""

from typing import Any

from publish.bakehouse.protect.laplace import LaplaceNoise, laplace_noise
from publish.bakehouse.protect.noise import CellNoise, cell_noise
from publish.declare.column import Text
from publish.declare.declaration import Table
from publish.words.bilingual import Words, bilingual
from publish.words.numbers import readable

NOISE = bilingual(
    "Nombre de personnes différentes, à un bruit aléatoire près : juste en moyenne, d'écart-type "
    "{0}, de {1} au plus. En dessous de {2} personnes, le nombre devient {2} ou davantage, ou "
    "manque.",
    "Number of different people, with random noise: right on average, standard deviation {0}, at "
    "most {1}. Under {2} people, the number becomes {2} or more, or is left out.",
)
FRESH = bilingual(
    "Nombre de personnes différentes, à un bruit aléatoire près, tiré à chaque version : "
    "d'écart-type {0}. Les nombres inférieurs à {1}, bruit compris, manquent.",
    "Number of different people, with random noise that is drawn for each version: standard "
    "deviation {0}. Numbers under {1}, noise included, are left out.",
)


def noise_figures(declared: Table) -> dict[str, Any] | None:
    """How much noise numbers have, as JSON; None where they are exact."""
    if noise := cell_noise(declared.rule):
        return _cell_figures(noise)
    fresh = laplace_noise(declared)
    return _fresh_figures(fresh) if fresh else None


def _cell_figures(noise: CellNoise) -> dict[str, Any]:
    """`variances_under_k` are those of 1, 2, … people."""
    return {
        "method": "cell_key",
        "deviation": round(noise.deviation, 2),
        "small_deviation": round(noise.small_deviation, 2),
        "most": noise.most,
        "variances_under_k": [round(noise.variance_of(n), 2) for n in range(1, noise.k)],
    }


def _fresh_figures(noise: LaplaceNoise) -> dict[str, Any]:
    return {
        "method": "dp",
        "deviation": round(noise.deviation, 2),
        "epsilon": noise.epsilon,
        "delta": noise.delta,
        "yearly_epsilon": noise.yearly,
        "cells": noise.cells,
        "threshold": noise.threshold,
    }


def noisy_people(declared: Table) -> Text | None:
    """What the column of numbers is, with its noise; None where they are exact."""
    if noise := cell_noise(declared.rule):
        return _text(NOISE, noise.deviation, noise.most, noise.k)
    fresh = laplace_noise(declared)
    if fresh is None:
        return None
    return _text(FRESH, fresh.deviation, fresh.threshold)


def _text(words: Words, deviation: float, *others: int) -> Text:
    said = round(deviation, 2)
    told = {of: text.format(readable(said, of), *others) for of, text in words.items()}
    return Text(**told)
