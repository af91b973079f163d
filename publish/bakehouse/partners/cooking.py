"""The cells of a partner's rows after the recipes of its file, in as many steps as the longest."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.partners.recipes import cooked
from publish.bakehouse.partners.recipes.step import BLANKS, Beside, Step
from publish.declare.codes import is_code
from publish.declare.partner import MapRule
from publish.declare.recipes import Done, Form, done
from publish.declare.table import Table
from publish.release.rejects import Reason
from publish.words.sql import literal, quoted

RECORD, WRONG, UNKNOWN = "_record", "_wrong", "_unknown"
NOTHING = "CAST(NULL AS VARCHAR)"
CODES = ("code", "phone", "postcode")
"""Of what is compared, what a spreadsheet takes for numbers."""
OF_SPREADSHEET = r"\s*(?:\d[.,]\d+[Ee][+-]?\d+|\d+[Ee]\+\d+|\d{4,}[.,]0+)\s*"
DECLARED_ANEW = ("date", "number")
"""The recipes whose values are written as the column's own declaration has it."""


@dataclass
class Cooking:
    """What a partner's file makes of its cells: rules by our column, its headers, its folder.

    `missing` are what of its cells means that nothing is there.
    """

    rules: Mapping[str, MapRule]
    headers: Sequence[str]
    table: Table
    beside: Beside = Beside()  # noqa: RUF009 frozen
    missing: Sequence[str] = ()
    _forms: dict[str, Form] = field(default_factory=dict)
    _wrong: list[str] = field(default_factory=list)
    _unknown: list[str] = field(default_factory=list)

    def cells(self, staged: Any, place: Workspace) -> Any:
        """A table (Ibis): `_record`, a text for each rule, why a row is a reject, unknown words.

        `_wrong` is the column, the reason's code and its values between tabs; `_unknown` a list
        of columns and words.
        """
        steps = {name: [*map(done, rule.steps)] for name, rule in self.rules.items()}
        queries = [self._raw(staged.get_name())]
        for depth in range(max(map(len, steps.values()), default=0)):
            some = {name: of[depth] for name, of in steps.items() if depth < len(of)}
            queries.append(self._cooked(some, depth))
        parts = [f"c{number} AS ({query})" for number, query in enumerate(queries)]
        last = self._told(steps, f"c{len(parts) - 1}")
        return place.made("cooked", f"WITH {', '.join(parts)} {last}")

    def _raw(self, staged: str) -> str:
        """The cells as they stand, each rule's and those that recipes take beside it."""
        named = [f"{self._cell(name, rule)} AS {quoted(name)}" for name, rule in self.rules.items()]
        others = [f"{standing(header)} AS {_other(header)}" for header in self._others()]
        return f"SELECT {', '.join([f'rowid AS {RECORD}', *named, *others])} FROM {staged}"  # noqa: S608

    def _cell(self, name: str, rule: MapRule) -> str:
        header = first_there(rule.headers, self.headers)
        if header is None:
            return NOTHING
        column = self.table.columns.get(name)
        own = column.missing_values if column else None
        tokens = [*self.missing, *(self.table.missing_values if own is None else own)]
        known = ", ".join(literal(token.strip()) for token in tokens) or "''"
        cell = standing(header)
        return f"CASE WHEN trim({cell}, {BLANKS}) NOT IN ({known}) THEN {cell} END"

    def _others(self) -> list[str]:
        found = {header for rule in self.rules.values() for header in beside_of(rule)}
        return sorted(found.intersection(self.headers))

    def _cooked(self, some: Mapping[str, Done], depth: int) -> str:
        """One recipe more for some columns."""
        around = Beside(
            {header: _other(header) for header in self._others()},
            self.beside.folder,
            self.beside.partner,
        )
        values: list[str] = []
        told: list[str] = []
        for name, of in some.items():
            form = self._forms.get(name, "text")
            step, self._forms[name] = cooked(of, quoted(name), form, around)
            values.append(f"{step.value} AS {quoted(name)}")
            told += self._said(name, depth, step, form)
        more = "".join(f", {one}" for one in told)
        return f"SELECT * REPLACE ({', '.join(values)}){more} FROM c{depth}"  # noqa: S608

    def _said(self, name: str, depth: int, step: Step, form: Form) -> Iterator[str]:
        """Conditions to keep: where a value does not fit, which words are not known."""
        if step.wrong and step.reason:
            flag, reason = quoted(f"{name} wrong {depth}"), step.reason
            why = literal("\t".join((name, reason.code, *reason.values)))
            self._wrong.append(f"CASE WHEN {flag} THEN {why} END")
            yield f"{step.wrong} AS {flag}"
        if step.unknown:
            word = quoted(f"{name} unknown {depth}")
            words = word if form == "list" else f"[{word}]"
            column = literal(f"{name}\t")
            self._unknown.append(f"list_transform({words}, lambda word: {column} || word)")
            yield f"{step.unknown} AS {word}"

    def _told(self, steps: Mapping[str, Sequence[Done]], source: str) -> str:
        columns = [f"{self._written(name, of)} AS {quoted(name)}" for name, of in steps.items()]
        wrong = f"coalesce({', '.join([*self._wrong, *self._numbers(), NOTHING])}) AS {WRONG}"
        lists = f"flatten([{', '.join([*self._unknown, '[]::VARCHAR[]'])}])"
        unknown = f"list_filter({lists}, lambda word: word IS NOT NULL) AS {UNKNOWN}"
        return f"SELECT {', '.join([RECORD, *columns, wrong, unknown])} FROM {source}"  # noqa: S608

    def _numbers(self) -> Iterator[str]:
        """Codes that came as numbers, of which digits may be lost, and no recipe read."""
        compare = self.table.partners.compare if self.table.partners else {}
        for name, rule in self.rules.items():
            column = self.table.columns.get(name)
            if not column or column.type != "string" or self._forms.get(name) == "list":
                continue
            if compare.get(name) in CODES or is_code(name, " ".join(rule.headers)):
                why = literal(f"{name}\t{Reason('spreadsheet-number').code}")
                odd = f"regexp_full_match({quoted(name)}, {literal(OF_SPREADSHEET)})"
                yield f"CASE WHEN {odd} THEN {why} END"

    def _written(self, name: str, steps: Sequence[Done]) -> str:
        """The text that the column's own declaration reads as this value."""
        value, column = quoted(name), self.table.columns.get(name)
        if self._forms.get(name) == "list":
            return f"to_json({value})::VARCHAR"
        if not column or not any(step.name in DECLARED_ANEW for step in steps):
            return value
        if column.type == "number" and column.decimal != ".":
            return f"replace({value}, '.', {literal(column.decimal)})"
        if column.type in ("date", "datetime") and column.format:
            return f"strftime({value}::TIMESTAMP, {literal(column.format[0])})"
        return value


def standing(header: str) -> str:
    """SQL: the column of staged rows that holds a header; `rowid` is the number of a row there."""
    return quoted(f"{header} of theirs" if header.casefold() == "rowid" else header)


def first_there(candidates: Sequence[str], headers: Sequence[str]) -> str | None:
    """The first of several headers that a file has."""
    return next((header for header in candidates if header in headers), None)


def beside_of(rule: MapRule) -> list[str]:
    """The headers of other cells that the recipes of a rule take."""
    return [header for step in rule.steps for header in done(step).headers]


def gone(rule: MapRule, headers: Sequence[str]) -> list[str]:
    """The headers that a rule cannot do without and that a file has not."""
    stand_in = [h for step in map(done, rule.steps) if _any(step) for h in step.headers]
    needed = [h for step in map(done, rule.steps) if not _any(step) for h in step.headers]
    lost = [header for header in needed if header not in headers]
    if first_there((*rule.headers, *stand_in), headers) is None:
        lost = [*rule.headers, *lost]
    return lost


def _any(step: Done) -> bool:
    return step.recipe.beside == "any"


def _other(header: str) -> str:
    return quoted(f"beside {header}")
