"""Consents by purpose: the column that tells each, which words were agreed to, for how long."""

import re
from collections.abc import Iterator, Mapping

from publish.declare.column_rules import type_of
from publish.declare.model import Finding, Model, Names, SqlName, Tree
from publish.declare.policy import Reason
from publish.declare.standing import Standing
from publish.declare.tree import items, mapping, texts

AGREED_TYPES = ("boolean", "date", "datetime")
_VERSION_TYPES = ("string", "integer")
_INTEGER = re.compile(r"0|-?[1-9]\d*")


class Consent(Standing):
    """A consent to one purpose, which a column tells of each row."""

    column: SqlName
    """The day on which each person agreed, or whether; empty where they did not."""
    why: Reason
    """The words that people agreed to. Everybody reads them."""
    covers: Names = ()
    """The columns that are emptied in rows without it."""

    @property
    def told_by(self) -> tuple[str, ...]:
        """The columns that tell of it."""
        return (self.column, *([self.version] if self.version else []))


class OtherConsents(Model):
    """Consents beside those to be published: to be shared within limits, to be contacted."""

    share: Consent | None = None
    """To share what not everybody may see."""
    contact: Consent | None = None
    """To be contacted."""


def consent_findings(table: Tree) -> Iterator[Finding]:
    """Consents that no column can tell, that cover what cannot be emptied, or end by nothing."""
    columns = mapping(table.get("columns"))
    yield from _ends(("named",), mapping(table.get("named")), "consent", columns)
    yield from _ends(("basis",), mapping(table.get("basis")), "column", columns)
    for purpose, written in mapping(table.get("consents")).items():
        place, consent = ("consents", purpose), mapping(written)
        if not consent:
            continue
        yield from untold((*place, "column"), consent.get("column"), columns)
        yield from _ends(place, consent, "column", columns)
        yield from _uncoverable((*place, "covers"), consent, table)
    if table.get("consents") and not table.get("contributor"):
        what = "nothing says who is behind a row, so nobody who withdraws could be found"
        yield ("consents",), f"{what}; name the column: `contributor: …`"


def untold(place: tuple[str, ...], column: object, columns: Tree) -> Iterator[Finding]:
    """A column that cannot tell who agreed."""
    kind = type_of(mapping(columns.get(str(column))))
    if column is not None and kind not in (*AGREED_TYPES, None):
        what = f"{column!r} is of type {kind}; name the column with the day of the consent, "
        yield place, f"{what}or with true where there is one"


def _ends(place: tuple[str, ...], consent: Tree, key: str, columns: Tree) -> Iterator[Finding]:
    kind = type_of(mapping(columns.get(str(consent.get(key)))))
    if consent.get("months") is not None and kind == "boolean":
        what = f"{consent.get(key)!r} tells no day from which to count; name a column with the day"
        yield (*place, "months"), f"{what}, or remove this key"
    version = consent.get("version")
    if version is not None and not consent.get("versions"):
        yield (*place, "versions"), "missing; list the versions that still stand"
    if version is None and consent.get("versions"):
        what = "missing; name the column that tells which version was agreed to"
        yield (*place, "version"), what
    told = type_of(mapping(columns.get(str(version))))
    if told not in (*_VERSION_TYPES, None):
        what = f"{version!r} is of type {told}; name a column of type string or integer"
        yield (*place, "version"), what
    if told == "integer":
        yield from _no_integers(place, consent)


def _no_integers(place: tuple[str, ...], consent: Tree) -> Iterator[Finding]:
    """Versions that no integer is written as: nobody would have agreed to them."""
    for at, name in texts(consent, "versions"):
        if not _INTEGER.fullmatch(name):
            what = f"{name!r} is no integer, and {consent.get('version')!r} has integers alone"
            yield (*place, *at), f'{what}; write it as in "2", or declare that column a string'


def _uncoverable(place: tuple[str, ...], consent: Tree, table: Tree) -> Iterator[Finding]:
    """Covered columns that cannot be empty, or whose rows are made of several people's."""
    covered = [name for _place, name in texts(consent, "covers")]
    if covered and table.get("partners") is not None:
        what = "partners' rows are merged of several, and none has a consent of its own"
        yield place, f"{what}; remove this key"
        return
    columns, held = mapping(table.get("columns")), set(_holding(table))
    for name in covered:
        column = mapping(columns.get(name))
        needed = mapping(column.get("constraints")).get("required")
        if name in held or needed:
            what = f"{name!r} holds rows together, tells whose they are or is required"
            yield place, f"{what}, and cannot be empty; take it away from `covers`"


def consenting_columns(table: Tree) -> set[str]:
    """The columns that tell of consents, and those that `consents:` covers."""
    covered = (texts(mapping(one), "covers") for one in mapping(table.get("consents")).values())
    return {*_telling(table), *(name for one in covered for _place, name in one)}


def _holding(table: Tree) -> Iterator[str]:
    yield from (name for _place, name in texts(table, "primary_key"))
    for _number, key in items(table.get("foreign_keys")):
        yield from (name for _place, name in texts(mapping(key), "columns"))
    yield str(table.get("contributor"))
    yield from _telling(table)


def _telling(table: Tree) -> Iterator[str]:
    for consent in _written(table):
        yield from (str(consent.get(key)) for key in ("column", "consent", "version"))


def _written(table: Tree) -> Iterator[Mapping[str, object]]:
    yield mapping(table.get("named"))
    yield mapping(table.get("basis"))
    yield from map(mapping, mapping(table.get("consents")).values())
