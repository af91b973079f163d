"""Pairs scored by splink, and why: what each comparison adds, ready to be drawn as a waterfall."""

import json
import logging
import math
from collections.abc import Iterator
from typing import Any

from publish.bakehouse.partners.linkage.model import Model
from publish.bakehouse.partners.linkage.rows import Rows

LEAST = 0.01
"""The probability from which on a pair is told at all."""
HOPELESS = -16
"""The weight, in bits, under which a pair is not even kept."""


def linker(rows: Rows, model: Model, table: str = "rows") -> tuple[Any, Any]:
    """Splink's database and linker on a table, with the probabilities of a model; silent."""
    from splink import DuckDBAPI, Linker

    logging.getLogger("splink").setLevel(logging.CRITICAL + 1)
    api = DuckDBAPI(rows.con)
    told = settings(rows, model)
    return api, Linker(api.register(table), told, log_level=None, validate_settings=False)


def settings(rows: Rows, model: Model) -> dict[str, Any]:
    """What splink is told: comparisons with their levels."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "n",
        "probability_two_random_records_match": model.prior,
        "comparisons": [_comparison(name, rows.titles[name], model) for name in rows.kinds],
        "blocking_rules_to_generate_predictions": [],
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
        "em_convergence": 0.0001,
        "max_iterations": 50,
    }


def _comparison(name: str, title: str, model: Model) -> dict[str, Any]:
    null = f'"{name}_l" IS NULL OR "{name}_r" IS NULL'
    if model.kinds[title] == "point":
        null = f'"{name}_y_l" IS NULL OR "{name}_y_r" IS NULL'
    absent = {"sql_condition": null, "label_for_charts": "absent", "is_null_level": True}
    return {"output_column_name": name, "comparison_levels": [absent, *_levels(name, title, model)]}


def _levels(name: str, title: str, model: Model) -> Iterator[dict[str, Any]]:
    for level, (same, other) in zip(model.levels(title), model.odds[title], strict=True):
        said = {
            "sql_condition": level.when.format(c=name),
            "label_for_charts": level.says,
            "m_probability": same,
            "u_probability": other,
        }
        # Among few rows the two of one thing are themselves what makes a value frequent.
        rare = level.rare and model.learned
        yield said | ({"tf_adjustment_column": name, "tf_adjustment_weight": 1.0} if rare else {})


def score(rows: Rows, model: Model, pairs: str = "pairs") -> str:
    """The name of a table of the pairs with splink's weights, `mw_c0`, `mw_tf_adj_c0` …"""
    api, splink = linker(rows, model)
    asked = f"asked_{pairs}"
    rows.sql(
        f"CREATE OR REPLACE TABLE {asked} AS"  # noqa: S608
        f" SELECT l AS join_key_l, r AS join_key_r, '0' AS match_key FROM {pairs}"
    )
    splink.table_management.register_blocked_pairs_for_predict(api.register(asked))
    found = splink.inference.predict(threshold_match_weight=HOPELESS, warning_mode="never")
    return str(found.physical_name)


def bits(rows: Rows, model: Model) -> str:
    """The SQL of a scored pair's weight before the prior: the sum of what is known, in bits."""
    return " + ".join(f"({_weight(rows, name, model)})" for name in rows.kinds)


def prior_bits(model: Model) -> float:
    """What is known of any two rows before they are compared, in bits."""
    return math.log2(model.prior / (1 - model.prior))


def told(rows: Rows, model: Model, scored: str) -> Any:
    """The pairs as an Arrow table: `left`, `right` (keys), `probability`, `why` (JSON)."""
    weight = f"least(greatest({prior_bits(model)} + {bits(rows, model)}, -1000), 1000)"
    return rows.con.execute(
        "SELECT a.key AS left, b.key AS right, probability, why FROM ("  # noqa: S608
        f"SELECT n_l, n_r, round(1 / (1 + pow(2, -({weight}))), 6) AS probability,"
        f" {_why(rows, model)} AS why FROM {scored} WHERE probability >= {LEAST})"
        " JOIN rows a ON a.n = n_l JOIN rows b ON b.n = n_r ORDER BY n_l, n_r"
    ).to_arrow_table()


def _weight(rows: Rows, name: str, model: Model) -> str:
    """The SQL of what a column adds; in a group, what it adds to those before it."""
    own, group = _own(rows, name, model), model.groups.get(rows.titles[name])
    if not group:
        return own
    names = [one for one in rows.kinds if model.groups.get(rows.titles[one]) == group]
    before = ", ".join(["0.0", *(_own(rows, one, model) for one in names[: names.index(name)])])
    return f"least({own}, 0.0) + greatest({before}, {own}) - greatest({before}, 0.0)"


def _own(rows: Rows, name: str, model: Model) -> str:
    rare = model.learned and any(level.rare for level in model.levels(rows.titles[name]))
    return f"(mw_{name} + mw_tf_adj_{name})" if rare else f"mw_{name}"


def _why(rows: Rows, model: Model) -> str:
    """The SQL of a JSON list whose `weight`s sum up to that of the pair, the prior first."""
    before = json.dumps({"column": "", "level": "before", "weight": round(prior_bits(model), 2)})
    parts = "".join(f" || {_part(rows, name, model)}" for name in rows.kinds)
    return f"'[{before}'{parts} || ']'"


def _part(rows: Rows, name: str, model: Model) -> str:
    """The SQL of what one column adds; nothing where a row lacks it."""
    title = rows.titles[name]
    levels = model.levels(title)
    says = " ".join(
        f"WHEN {len(levels) - 1 - place} THEN '{level.says}'" for place, level in enumerate(levels)
    )
    weight = _weight(rows, name, model)
    head = json.dumps({"column": title, "kind": model.kinds[title]}, ensure_ascii=False)[:-1]
    head = head.replace("'", "''")
    return (
        f'CASE WHEN gamma_{name} >= 0 THEN \', {head}, "level": "\' || CASE gamma_{name} {says} END'
        f" || '\", \"weight\": ' || round({weight}, 2) || '}}' ELSE '' END"
    )
