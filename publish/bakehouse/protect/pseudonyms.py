"""Pseudonyms: a keyed digest in place of each distinct value."""

import hmac
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import pyarrow as pa

from publish.bakehouse.protect.tools import Tools
from publish.declare.techniques import Parameters, Pseudonymise


def pseudonym(key: bytes, value: str, length: int) -> str:
    """HMAC-SHA256 (RFC 2104) of a value, cut to `length` hexadecimal digits."""
    return hmac.new(key, value.encode(), sha256).hexdigest()[:length]


def pseudonymise(table: Any, column: str, parameters: Parameters, tools: Tools) -> Any:
    """The table with pseudonyms in `column`; NULL stays NULL.

    Distinct values are hashed here and joined, so that the key never stands in a statement.
    """
    assert isinstance(parameters, Pseudonymise)
    place = tools.place
    values = table.select(value=table[column].cast("string")).filter(lambda t: t.value.notnull())
    batches = values.distinct().to_pyarrow_batches()
    lookup = pa.table(_digests(batches, tools.keys.key(), parameters.length))
    pseudonyms = place.brought("pseudonyms", lookup)
    joined = table.left_join(pseudonyms, table[column].cast("string") == pseudonyms.value)
    return joined.mutate(**{column: joined.pseudonym}).select(table.columns)


def _digests(batches: Iterable[Any], key: bytes, length: int) -> dict[str, Any]:
    values = [value for batch in batches for value in batch.column(0).to_pylist()]
    digests = [pseudonym(key, value, length) for value in values]
    return {"value": pa.array(values, pa.string()), "pseudonym": pa.array(digests, pa.string())}
