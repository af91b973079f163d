"""Which rows of partners are one thing, how probably, and why: by splink, an extra."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb

from publish.bakehouse.engine import Workspace
from publish.bakehouse.partners.linkage.blocks import Tell, candidates
from publish.bakehouse.partners.linkage.equal import equal
from publish.bakehouse.partners.linkage.learning import learned, with_prior
from publish.bakehouse.partners.linkage.model import fixed, keep, kept
from publish.bakehouse.partners.linkage.rows import Rows, normal
from publish.bakehouse.partners.linkage.scored import score, told
from publish.bakehouse.partners.linkage.together import groups
from publish.declare.merging import Compared
from publish.errors import FournilError, SourceError

WITHOUT = (
    "splink is not installed: only rows that are equal in name and postcode, e-mail, website or"
    " code are found; run `pip install splink==5.0.0`"
)


def linked(
    rows: Any,
    compare: Mapping[str, Compared],
    point: tuple[str, str] | None,
    place: Workspace,
    model: Path,
    *,
    key: str = "id",
    tell: Tell,
) -> Any:
    """The pairs of rows that may be one thing (Ibis): left, right, probability, why.

    `left` and `right` are values of `key`, `left` before `right`; `point` is latitude and
    longitude. `why` is a JSON list, `[{"column", "kind", "level", "weight"}, …]`, the first of
    column "": the weights, in bits, sum up to the odds. Equal rows and an equal model give equal
    pairs, in order. The model is read from its file, or learned and written there.
    """
    with normal(rows, key, compare, point, place) as forms:
        if forms.kinds and find_spec("splink"):
            return place.brought("linked", _in_words(forms, model, tell))
        if forms.kinds:
            tell(WITHOUT)
        return place.brought("linked", equal(forms, tell))


def _in_words(rows: Rows, path: Path, tell: Tell) -> Any:
    """SourceError in place of whatever the engine of another project raises."""
    try:
        return _scored(rows, path, tell)
    except (MemoryError, duckdb.OutOfMemoryException, FournilError):
        raise
    except Exception as error:
        # Its words may hold cells of any column, so they are not shown.
        raise SourceError(
            f"{path}: rows cannot be compared by splink ({type(error).__name__}); remove that "
            "file, where there is one, run `pip install splink==5.0.0`, and publish again"
        ) from error


def _scored(rows: Rows, path: Path, tell: Tell) -> Any:
    candidates(rows, tell)
    kinds = {rows.titles[name]: kind for name, kind in rows.kinds.items()}
    model = kept(path)
    if model and model.fits(kinds, rows.count):
        return told(rows, model, score(rows, model))
    start = fixed(kinds, groups(rows), rows.count)
    if found := learned(rows, start):
        scored = score(rows, found)
        keep(found := with_prior(rows, found, scored), path)
        return told(rows, found, scored)
    return told(rows, start, score(rows, start))
