"""What each class lets through: the first choice under which nobody is told apart."""

from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.classes import answer_codes, measured, safe
from publish.bakehouse.protect.recoded import PERSON
from publish.bakehouse.series.candidates import KIND
from publish.bakehouse.series.digests import CLS
from publish.bakehouse.series.history import CHOICES, broken
from publish.declare.policy import Privacy

FIT = """
WITH rows AS (
  SELECT _cls, _kind, CASE WHEN _person IS NOT NULL THEN hash(_person) END AS who, {codes} AS codes
  FROM {candidates} SEMI JOIN {classes} USING (_cls)),
people AS (SELECT _cls, who, _kind, count(*) AS n FROM rows GROUP BY ALL),
chosen AS (FROM people JOIN ({kinds}) AS kinds(choice, _kind) USING (_kind)),
each AS (SELECT _cls, choice, who, sum(n) AS n FROM chosen GROUP BY ALL)
SELECT _cls, choice FROM each GROUP BY _cls, choice
HAVING count(who) >= {least} AND max(n) <= {bound} AND ({bound} = 1 OR max(n) <= sum(n) * {most})
"""
DIVERSE = """
INTERSECT SELECT _cls, choice FROM rows JOIN ({kinds}) AS kinds(choice, _kind) USING (_kind)
GROUP BY _cls, choice HAVING apart(codes['{column}']) >= {least}
"""
DECIDED = """
WITH ok AS (SELECT _cls, list(choice) AS ok FROM (FROM {fit} ANTI JOIN {bad} USING (_cls, choice))
  GROUP BY _cls),
staying AS (
  SELECT DISTINCT _cls, true AS stays FROM {fit} WHERE choice IN ('both', 'removals')),
going AS (SELECT _cls, count(DISTINCT _who) AS going, bool_or(_lacking) AS lacks
  FROM {candidates} WHERE _kind = 'drop' GROUP BY _cls)
SELECT _cls, CASE
  WHEN list_contains(ok, 'both') THEN 'both'
  WHEN list_contains(ok, 'removals') THEN 'removals'
  WHEN stays IS NULL AND coalesce(going, 0) >= {delta_k} THEN 'nothing'
  WHEN list_contains(ok, 'additions') AND NOT coalesce(lacks, false) THEN 'additions'
  WHEN list_contains(ok, 'none') AND NOT coalesce(lacks, false) THEN 'none'
  ELSE 'nothing' END AS _choice
FROM {classes} LEFT JOIN ok USING (_cls) LEFT JOIN staying USING (_cls)
  LEFT JOIN going USING (_cls)
"""
"""What each class does. Nothing: the whole class stays away, which is always allowed, for a class
has delta_k people or was never shown."""
COMPANIONS = """
WITH away AS (SELECT _cls FROM {choices} WHERE _choice = 'nothing'),
rows AS (FROM {candidates} SEMI JOIN away USING (_cls)),
stay AS (SELECT DISTINCT _cls, _who FROM rows WHERE _kind = 'keep'),
drawn AS (SELECT _cls, _who FROM stay
  QUALIFY row_number() OVER (PARTITION BY _cls ORDER BY _who) <= {people}),
marked AS (FROM rows LEFT JOIN (SELECT *, true AS _drawn FROM drawn) USING (_cls, _who))
SELECT * EXCLUDE (_drawn) REPLACE (CASE WHEN _drawn AND _kind = 'keep' THEN 'drop'
  WHEN _drawn AND _kind = 'add' THEN 'wait' ELSE _kind END AS _kind) FROM marked
"""
BACK = """
SELECT _cls, 'removals' AS _choice FROM {fit} WHERE choice = 'removals'
  AND _cls NOT IN (SELECT _cls FROM {bad} WHERE choice = 'removals')
"""
REPLACED = """
FROM {candidates} ANTI JOIN {back} USING (_cls)
UNION ALL BY NAME FROM {rows} SEMI JOIN {back} USING (_cls)
"""
CHOSEN = "FROM {choices} ANTI JOIN {back} USING (_cls) UNION ALL BY NAME FROM {back}"


def chosen(
    candidates: Any, lives: Any, releases: Any, classes: Any, rule: Privacy, place: Workspace
) -> Any:
    """For each class (CLS) that may change, its `_choice`.

    In this order: both what comes and what goes; only what goes; nothing at all, where enough
    people go and too few would stay; only what comes; no change; nothing at all.
    """
    fit = _fit(candidates, classes, rule, place)
    bad = broken(candidates, lives, releases, classes, rule, place)
    words = {"candidates": candidates, "classes": classes, "fit": fit, "bad": bad}
    return place.table("choices", DECIDED, delta_k=rule.delta_k, **words)


def accompanied(
    candidates: Any, choices: Any, lives: Any, releases: Any, rule: Privacy, place: Workspace
) -> tuple[Any, Any]:
    """The candidates and choices, in which a class comes back that would have stayed away whole.

    Where too few people left it, and their rows cannot be shown again, `delta_k` of those who stay
    wait beside them, drawn by their digests: the difference shows both, and not who is who. Where
    these answered too much alike, twice or four times as many.
    """
    for times in (1, 2, 4):
        words = {"candidates": candidates, "choices": choices, "people": times * rule.delta_k}
        rows = place.table("drawn", COMPANIONS, **words)
        if not place.count(rows):
            break
        classes = place.table("away", "SELECT DISTINCT _cls FROM {rows}", rows=rows)
        fit = _fit(rows, classes, rule, place)
        bad = broken(rows, lives, releases, classes, rule, place)
        back = place.table("back", BACK, fit=fit, bad=bad)
        if not place.count(back):
            continue
        words = {"candidates": candidates, "choices": choices, "rows": rows, "back": back}
        candidates = place.table("accompanied", REPLACED, **words)
        choices = place.table("choices", CHOSEN, **words)
    return candidates, choices


def _fit(candidates: Any, classes: Any, rule: Privacy, place: Workspace) -> Any:
    """The (CLS, `choice`) under which a class would be great and diverse enough to leave."""
    codes = {f"_code_{name}": of for name, of in answer_codes(candidates, rule.l).items()}
    rows = candidates.select(CLS, KIND, PERSON, **codes) if codes else candidates
    kinds = [(choice, kind) for choice, of in CHOICES.items() for kind in of]
    words = {"kinds": f"VALUES {', '.join(map(str, kinds))}"}
    diverse = "".join(
        DIVERSE.format(column=name, least=least, **words) for name, least in rule.l.items()
    )
    packed = ", ".join(f'"{name}" := _code_{name}' for name in rule.l)
    return place.table(
        "fit",
        FIT + diverse,
        codes=f"struct_pack({packed})" if packed else "NULL",
        candidates=rows,
        classes=classes,
        least=max(rule.k, rule.delta_k),
        bound=rule.max_rows_per_class,
        most=f"{rule.dominance}::DOUBLE",
        **words,
    )


def fitting(rows: Any, rule: Privacy) -> Any:
    """The measured classes that may leave: k, delta_k, l, dominance, few rows of each person."""
    measures = measured(rows, rule.l)
    return measures.filter(
        safe(measures, rule),
        measures.people >= rule.delta_k,
        measures.top_rows <= rule.max_rows_per_class,
    )
