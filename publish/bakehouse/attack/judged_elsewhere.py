"""A program of another environment, that of Anonymeter: reads jobs and CSV files, writes figures.

`python judged_elsewhere.py FOLDER` reads `jobs.json` there and writes `figures.json`, anew after
each job: what is done stays when time is over. Anonymeter:
Giomi et al., "A unified framework for quantifying privacy risk in synthetic data", PoPETs 2023.
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from anonymeter.evaluators import InferenceEvaluator, LinkabilityEvaluator, SinglingOutEvaluator

ATTEMPTS = 20_000
"""So many predicates are tried: a safe table has none that singles somebody out."""
CONFIDENCE = 0.99


def singling_out(job: dict[str, Any], tables: dict[str, pd.DataFrame]) -> dict[str, float]:
    """Predicates that hold for one row of what is public: do they hold for one person?"""
    names = job["columns"]
    ours = {name: table[names] for name, table in tables.items() if name != "control"}
    judge = SinglingOutEvaluator(
        **ours, n_attacks=job["attacks"], n_cols=len(names), max_attempts=ATTEMPTS, seed=1
    )
    judge.evaluate(mode="multivariate" if len(names) > 1 else "univariate")
    return _figures(judge, job["attacks"])


def linkability(job: dict[str, Any], tables: dict[str, pd.DataFrame]) -> dict[str, float]:
    """Two halves of what is known of a person: does what is public join them?"""
    halves = job["columns"][::2], job["columns"][1::2]
    judge = LinkabilityEvaluator(**tables, aux_cols=halves, n_attacks=job["attacks"], n_neighbors=1)
    judge.evaluate(n_jobs=1)
    return _figures(judge, job["attacks"])


def inference(job: dict[str, Any], tables: dict[str, pd.DataFrame]) -> dict[str, float]:
    """From what is known of a person: does what is public tell the secret?"""
    judge = InferenceEvaluator(
        **tables,
        aux_cols=job["columns"],
        secret=job["secret"],
        regression=False,
        n_attacks=job["attacks"],
    )
    judge.evaluate(n_jobs=1)
    return _figures(judge, job["attacks"])


def _figures(judge: Any, asked: int) -> dict[str, float]:
    risk, found = judge.risk(confidence_level=CONFIDENCE), judge.results(CONFIDENCE)
    return {
        "asked": asked,
        "won": round(found.attack_rate.value * asked),
        "surely": float(risk.ci[0]),
    }


JUDGES = {"singling out": singling_out, "linkability": linkability, "inference": inference}


def main(folder: Path) -> None:
    """Judge all jobs, one after the other."""
    np.random.seed(1)
    figures: list[dict[str, float]] = []
    for job in json.loads((folder / "jobs.json").read_text(encoding="utf-8")):
        figures.append(JUDGES[job["judge"]](job, _tables(folder, job)))
        (folder / "figures.json").write_text(json.dumps(figures), encoding="utf-8")


def _tables(folder: Path, job: dict[str, Any]) -> dict[str, pd.DataFrame]:
    """The tables that a job is about, by Anonymeter's names for them."""
    names = [*job["columns"], *([job["secret"]] if job["secret"] else [])]
    return {
        name: pd.read_csv(
            folder / file, usecols=names, dtype=job["types"], keep_default_na=False, na_values=[""]
        )[names]
        for name, file in job["tables"].items()
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
