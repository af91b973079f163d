"""By which values the people of a table may be known again: their contributor's, and any other's.

A table made of the same people may name another contributor: the address in place of the number.
So every column that is different for nearly everyone is kept in digests too.
"""

from collections.abc import Iterator
from typing import Any

import ibis

from publish.bakehouse.protect.identity import canonical, canonical_values
from publish.bakehouse.protect.recoded import PERSON, RecodedTable
from publish.bakehouse.read.exports import headers
from publish.bakehouse.series.digests import array_text, digested
from publish.bakehouse.typed_rows import telling
from publish.declare.table import Table

VALUE, HEADER, KIND, OWN = "_value", "_header", "_kind", "_own"
CONTRIBUTOR, IDENTIFIER, OTHER = "contributor", "identifier", "other"
OWN_NUMBERS = r"^[^@]*?[0-9]{1,7}$"
"""Ids that a service may have counted up by itself: some word, and a number of a few digits."""
TELLING = 0.5
"""The share of different values among people from which a column may name them."""


def identities(recoded: RecodedTable, declared: Table, key: bytes) -> Any:
    """Each person (PERSON) with the digest (VALUE) of each value that may name them.

    HEADER is the header that it was read from, KIND what the column is, OWN whether the value may
    be a number that a service counted up.
    """
    named = recoded.rows.filter(recoded.rows[PERSON] != "")
    people = named.select(PERSON, _text=named[PERSON], **_said(declared, CONTRIBUTOR)).distinct()
    found = ibis.union(people, *_others(recoded, declared)) if telling(declared) else people
    text = array_text([ibis.literal("people"), found["_text"]])
    found = digested(found, {VALUE: text}, key, recoded.place)
    found = found.mutate(**{OWN: found["_text"].re_search(OWN_NUMBERS)}).drop("_text")
    return recoded.place.kept("people", found)


def _said(declared: Table, kind: str, name: str | None = None) -> dict[str, Any]:
    source = canonical_headers(declared, name or str(declared.contributor))
    return {HEADER: ibis.literal("|".join(sorted(source))), KIND: ibis.literal(kind)}


def canonical_headers(declared: Table, name: str) -> frozenset[str]:
    """The headers that a column is read from, by their canonical form."""
    fed = [headers(declared, source) for source in declared.sources]
    return frozenset(canonical(one[name]) for one in fed if name in one)


def _others(recoded: RecodedTable, declared: Table) -> Iterator[Any]:
    """The values of the other columns that are different for nearly everyone."""
    typed = recoded.typed
    person = canonical_values(typed[declared.contributor].cast("string"))
    for name in _nearly_unique(typed, declared):
        kind = IDENTIFIER if declared.columns[name].role == "identifier" else OTHER
        text = canonical_values(typed[name].cast("string"))
        rows = typed.select(**{PERSON: person}, _text=text, **_said(declared, kind, name))
        yield rows.filter(rows[PERSON] != "", rows["_text"] != "").distinct()


def _nearly_unique(typed: Any, declared: Table) -> list[str]:
    names = sorted(telling(declared))
    people = typed[declared.contributor]
    measures = {name: typed[name].approx_nunique() for name in names}
    measures |= {
        f"{name} people": people.approx_nunique(where=typed[name].notnull()) for name in names
    }
    [found] = typed.agg(**measures).to_pyarrow().to_pylist()
    return [name for name in names if found[name] > TELLING * found[f"{name} people"]]
