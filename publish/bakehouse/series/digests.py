"""Keyed digests of rows: equal where all is equal, telling nothing without the dataset's key.

The keys of `publish.bakehouse.protect.digest` stand in a table of one row, never in a statement.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import ibis

from publish.bakehouse import functions
from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.classes import class_text
from publish.bakehouse.protect.digest import DIGITS, digest, halves
from publish.bakehouse.protect.identity import answers as told
from publish.bakehouse.protect.recoded import PERSON
from publish.bakehouse.series.recoding import Recoding

CLS, WHO, ROW, COPY = "_cls", "_who", "_row", "_copy"
IDENTITY = (WHO, ROW, COPY)
ANSWERS = "_answers"
"""A JSON object of the digests of a row's guarded answers, by column; null is no answer.

An answer of several items is their digests with blanks between.
"""
GROUP = "_group"
"""In counts, an entry of ANSWERS: the digest of what others may know of who is in a cell."""
DIGESTED = "SELECT * EXCLUDE ({exclude}), {digests} FROM {rows}, {keys}"
IDENTIFIED = """
WITH classes AS (SELECT _class, {by_class} AS _cls FROM (
  SELECT _class, min(_text_class) AS _text_class FROM {rows} GROUP BY _class), {keys}),
found AS (
  SELECT rows.* EXCLUDE ({texts}), {who} AS _who, {row} AS _row, _cls, {answers} AS _answers
  FROM {rows} AS rows JOIN classes USING (_class), {keys})
SELECT *, row_number() OVER (PARTITION BY _who, _row) - 1 AS _copy FROM found
"""


def nobody(key: bytes, people: str) -> str:
    """SQL of the digest, as WHO, of rows of these people that name no contributor."""
    text = plain_array_text([people, ""])
    return f"unhex('{digest(key, text).hex()}')"


def digested(rows: Any, texts: Mapping[str, Any], key: bytes, place: Workspace) -> Any:
    """The rows, kept, with a digest (binary) for each of `texts` (Ibis text by new name)."""
    named = {f"_text{name}": text for name, text in texts.items()}
    digests = ", ".join(f"{digest_of(f'_text{name}')} AS {name}" for name in texts)
    exclude = ", ".join(("_inner", "_outer", *named))
    words = {"rows": rows.mutate(**named), "keys": key_table(key, place)}
    return place.table("digested", DIGESTED, digests=digests, exclude=exclude, **words)


def key_table(key: bytes, place: Workspace) -> str:
    """The name of a table of the two halves of a key."""
    if key not in place.read:
        place.read[key] = name = place.name("keys")
        place.sql(f"CREATE TEMP TABLE {name} AS SELECT ? AS _inner, ? AS _outer", halves(key))
    return str(place.read[key])


def digest_of(text: str) -> str:
    """SQL of the digest of a text, beside a table of keys."""
    return f"unhex(left(sha256(_outer || sha256(_inner || {text})), {DIGITS}))"


def identified(
    rows: Any,
    recoding: Recoding,
    scope: str,
    key: bytes,
    place: Workspace,
    *,
    people: str = "",
    guarded: Iterable[str] = (),
) -> Any:
    """The rows (with CLASS and PERSON) with digests CLS, WHO, ROW and the number COPY, kept once.

    WHO is a person within a class, so that nobody is followed from class to class, or within
    `people`, where what is published of a person changes together. COPY numbers a person's equal
    rows. `recoding` names the columns; `scope` keeps parts and recodings apart. ANSWERS are of the
    columns `guarded` by l-diversity, in their canonical form; in counts, with the GROUP of those
    who share all columns but sensitive ones.
    """
    of_class = [ibis.literal(scope), class_text(rows, recoding.classes)]
    within = [ibis.literal(people)] if people else of_class
    texts = {
        "_text_class": array_text(of_class),
        "_text_who": array_text([*within, ibis.coalesce(rows[PERSON], "")]),
        "_text_row": row_text(rows, recoding.columns, scope),
    }
    of_answer = [ibis.literal(scope)] if people else of_class
    answers = {name: _answer(rows[name], [*of_answer, ibis.literal(name)]) for name in guarded}
    if people and answers:
        known = class_text(rows, _known(recoding, answers))
        answers[GROUP] = ibis.array([array_text([ibis.literal(scope), known])])
    texts |= {f"_text_answer_{name}": text for name, text in answers.items()}
    packed = ", ".join(f'"{name}" := {_answer_digest(name)}' for name in answers)
    return place.table(
        "identified",
        IDENTIFIED,
        rows=rows.mutate(**texts),
        keys=key_table(key, place),
        texts=", ".join(texts),
        by_class=digest_of("_text_class"),
        who=digest_of("_text_who"),
        row=digest_of("_text_row"),
        answers=f"to_json(struct_pack({packed}))::VARCHAR" if packed else "NULL::VARCHAR",
    )


def _known(recoding: Recoding, guarded: Iterable[str]) -> list[str]:
    """The columns that others may know of a person: those that are no private matter."""
    roles = {name: column.role for name, column in recoding.columns.items()}
    return [name for name, role in roles.items() if role != "sensitive" and name not in guarded]


def _answer(value: Any, scope: list[Any]) -> Any:
    """The texts (Ibis array) of what an answer says, one for each of its items."""
    return told(value).map(lambda item: array_text([*scope, item]))


def _answer_digest(name: str) -> str:
    digests = f"list_transform(_text_answer_{name}, lambda text: hex({digest_of('text')}))"
    return f"array_to_string({digests}, ' ')"


def row_text(rows: Any, columns: Iterable[str], scope: str) -> Any:
    """All published values of a row, and its scope, as one text."""
    return array_text([ibis.literal(scope), *(rows[name].cast("string") for name in columns)])


def array_text(texts: list[Any]) -> Any:
    """Texts and nulls as a JSON array: different lists give different texts."""
    return functions.to_json(ibis.array(texts))


def plain_array_text(texts: Sequence[str]) -> str:
    """The same of texts at hand, as the database writes it."""
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
