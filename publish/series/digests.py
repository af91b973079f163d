"""Keyed digests of rows: equal where all is equal, telling nothing without the dataset's key.

The construction is NMAC (Bellare, Canetti and Krawczyk, 1996) over SHA-256 with two keys of one
block, both derived from the dataset's key. They stand in a table of one row, never in a statement.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import ibis
import pyarrow as pa

from publish import functions
from publish.engine import Workspace
from publish.protect.classes import CLASS, class_text
from publish.protect.leaving import PERSON
from publish.series.policy import Form

CLS, WHO, ROW, COPY = "_cls", "_who", "_row", "_copy"
IDENTITY = (WHO, ROW, COPY)
DIGITS = 32


def check_word(key: bytes) -> str:
    """A word by which the ledger knows the key it was written with."""
    return sha256(key + b"ledger").hexdigest()[:16]


def digest(key: bytes, text: str) -> bytes:
    """The digest of a text, 16 bytes, as `digested` computes it."""
    inner, outer = _keys(key)
    hashed = sha256((inner + text).encode()).hexdigest()
    return bytes.fromhex(sha256((outer + hashed).encode()).hexdigest()[:DIGITS])


def _keys(key: bytes) -> tuple[str, str]:
    return sha256(key + b"inner").hexdigest(), sha256(key + b"outer").hexdigest()


def digested(rows: Any, texts: dict[str, Any], key: bytes, place: Workspace) -> Any:
    """The rows with a digest (binary) for each of `texts` (Ibis text by new name)."""
    inner, outer = _keys(key)
    keys = pa.table({"_inner": [inner], "_outer": [outer]})
    joined = rows.mutate(**texts).cross_join(
        place.con.create_table(place.name("keys"), keys, temp=True)
    )
    found = {name: _digest(joined["_inner"], joined["_outer"], joined[name]) for name in texts}
    return joined.mutate(**found).drop("_inner", "_outer")


def _digest(inner: Any, outer: Any, text: Any) -> Any:
    hashed = functions.sha256(inner.concat(text))
    return functions.unhex(functions.sha256(outer.concat(hashed)).left(DIGITS))


def identified(
    rows: Any, form: Form, scope: str, key: bytes, place: Workspace, people: str = ""
) -> Any:
    """The rows (with CLASS and PERSON) with digests CLS, WHO, ROW and the number COPY, kept once.

    WHO is a person within a class, so that nobody is followed from class to class, or within
    `people`, where what is published of a person changes together. COPY numbers a person's equal
    rows. `form` names the columns; `scope` keeps parts and forms apart.
    """
    person = ibis.coalesce(rows[PERSON], "")
    classes = rows.select(CLASS, *form.classes).distinct(on=CLASS)
    named = {CLS: array_text([ibis.literal(scope), class_text(classes, form.classes)])}
    classes = _kept(digested(classes, named, key, place).select(CLASS, CLS), place)
    of_class = [ibis.literal(scope), class_text(rows, form.classes)]
    within = [ibis.literal(people)] if people else of_class
    texts = {
        WHO: array_text([*within, person]),
        ROW: row_text(rows, form.columns, scope),
    }
    found = digested(rows, texts, key, place).inner_join(classes, CLASS)
    found = _kept(found, place)
    equal = ibis.window(group_by=[WHO, ROW], order_by=[WHO])
    return _kept(found.mutate(**{COPY: ibis.row_number().over(equal)}), place)


def row_text(rows: Any, columns: Iterable[str], scope: str) -> Any:
    """All published values of a row, and its scope, as one text."""
    return array_text([ibis.literal(scope), *(rows[name].cast("string") for name in columns)])


def array_text(texts: list[Any]) -> Any:
    """Texts and nulls as a JSON array: different lists give different texts."""
    return functions.to_json(ibis.array(texts))


def _kept(rows: Any, place: Workspace) -> Any:
    return place.con.create_table(place.name("identified"), rows, temp=True)
