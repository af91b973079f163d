"""The few database functions that Ibis has no words for, declared once.

DuckDB's names; on another engine only this file would change.
"""

from typing import Any

import ibis


def _builtin(name: str, arguments: tuple[str, ...], result: str) -> Any:
    def function(*values: Any) -> Any: ...

    function.__name__ = name
    return ibis.udf.scalar.builtin(function, name=name, signature=(arguments, result))


parse_time = _builtin("try_strptime", ("string", "string"), "timestamp")
parse_zoned_time = _builtin("try_strptime", ("string", "string"), "timestamp('UTC')")
at_zone = _builtin("timezone", ("string", "timestamp"), "timestamp('UTC')")
without_zone = _builtin("timezone", ("string", "timestamp('UTC')"), "timestamp")
json_valid = _builtin("json_valid", ("string",), "boolean")
json_type = _builtin("json_type", ("string",), "string")
to_json = _builtin("to_json", ("array<string>",), "string")
full_match = _builtin("regexp_full_match", ("string", "string"), "boolean")
is_finite = _builtin("isfinite", ("float64",), "boolean")
