"""What contradicts itself in a dataset.yaml: names of columns and tables that do not fit.

Reads the file as it was written, so that these errors are told together with all others.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from publish.declare.audience_rules import audience_findings
from publish.declare.basis import basis_findings
from publish.declare.chart_rules import chart_findings
from publish.declare.column_rules import column_findings, published_type_of, type_of
from publish.declare.consents import consent_findings
from publish.declare.corrections_rules import corrections_findings
from publish.declare.counts_rules import counts_columns, counts_findings
from publish.declare.merged_columns import with_made_columns
from publish.declare.merging_rules import merging_findings
from publish.declare.model import Finding, Location, Tree, nearest
from publish.declare.people_rules import people_findings
from publish.declare.place_rules import box_findings, pair_findings, transformed_twice
from publish.declare.policy_rules import policy_findings
from publish.declare.source_rules import source_findings
from publish.declare.tree import at, items, mapping, texts
from publish.declare.value_rules import value_findings
from publish.forms.formats import FORMATS
from publish.words.licenses import LICENSES
from publish.words.limits import COLUMNS

# A file of every release, beside those that are named after tables.
TAKEN = "dictionary"


@dataclass(frozen=True)
class Mention:
    """A place that names a column, and what is asked of that column."""

    place: Location
    column: str
    shown: bool = False
    numeric: bool = False
    shape: bool = False


def findings(tree: Tree) -> Iterator[Finding]:
    """What contradicts itself between the keys of a dataset.yaml."""
    written = mapping(tree.get("tables"))
    tables = {name: with_made_columns(mapping(table)) for name, table in written.items()}
    if TAKEN in tables:
        yield ("tables", TAKEN), f"{TAKEN}.csv is the list of all columns; choose another name"
    yield from _license_findings(tree, tree.get("license"))
    for name, table in tables.items():
        yield from at(("tables", name), _table_findings(table, tables, tree))
        yield from at(("tables", name), policy_findings(table))
        yield from at(("tables", name), people_findings(name, table, tables))
        yield from at(("tables", name), basis_findings(table))
        yield from at(("tables", name), consent_findings(table))
        yield from at(("tables", name), counts_findings(name, table, tables))
        yield from at(("tables", name), audience_findings(table))
        yield from at(("tables", name), corrections_findings(name, table, tables))
        yield from at(("tables", name), merging_findings(name, table, tables))
    yield from at(("coverage",), box_findings(mapping(tree.get("coverage")), "bbox"))
    for place in (("updated", "column"), ("coverage", "temporal")):
        dated = {**tables, **counts_columns(tables)}
        yield from _date_findings(place, mapping(tree.get(place[0])), dated)


def _table_findings(table: Tree, tables: Tree, dataset: Tree) -> Iterator[Finding]:
    columns = mapping(table.get("columns"))
    if len(columns) > COLUMNS:
        way_out = "split the table in two with the same key"
        yield ("columns",), f"{len(columns)} columns; at most {COLUMNS}: {way_out}"
    for name, column in columns.items():
        yield from at(("columns", name), column_findings(mapping(column)))
        yield from at(("columns", name), value_findings(name, mapping(column), columns))
    for number, source in items(table.get("sources")):
        yield from at(("sources", number), source_findings(mapping(source)))
    for mention in _mentions(table):
        yield from _mention_findings(mention, columns)
    for number, key in items(table.get("foreign_keys")):
        yield from at(("foreign_keys", number), _key_findings(mapping(key), columns, tables))
    for number, pair in items(table.get("coordinates")):
        yield from at(("coordinates", number), pair_findings(mapping(pair), columns))
    yield from transformed_twice(table)
    for number, chart in items(table.get("charts")):
        yield from at(("charts", number), chart_findings(mapping(chart), columns))
    if table.get("charts") and table.get("aggregates"):
        yield ("charts",), "tables of `aggregates` have their charts of themselves; remove this key"
    yield from _format_findings(table)
    yield from _repeated(table)
    yield from _license_findings(table, table.get("license") or dataset.get("license"))


def _format_findings(table: Tree) -> Iterator[Finding]:
    for inside, name in texts(table, "formats"):
        mapped = name in FORMATS and FORMATS[name].needs_map
        if mapped and not mapping(table.get("browse")).get("map"):
            yield inside, f"{name!r} needs to know where rows lie; declare `map` under `browse`"


def _mentions(table: Tree) -> Iterator[Mention]:
    """Every place of a table that names a column of the same table."""
    browse = mapping(table.get("browse"))
    yield from _named(table, "contributor")
    yield from _named(table, "primary_key", shown=True)
    for key in ("facets", "search", "label"):
        yield from _named(browse, key, ("browse",), shown=True)
    for mention in _named(browse, "sort", ("browse",), shown=True):
        yield replace(mention, column=mention.column.removeprefix("-"))
    pair = len(list(texts(browse, "map"))) != 1
    yield from _named(browse, "map", ("browse",), shown=True, numeric=pair, shape=not pair)
    for name, aggregate in mapping(table.get("aggregates")).items():
        yield from _named(mapping(aggregate), "by", ("aggregates", name), shown=True)
    for key, names in (("l", mapping(table.get("privacy"))), ("accept", table)):
        for name in mapping(names.get(key)):
            place = ("privacy", key, name) if key == "l" else (key, name)
            yield Mention(place, name, shown=key == "l")
    directory = mapping(table.get("named"))
    yield from _named(directory, "consent", ("named",))
    yield from _named(directory, "covers", ("named",), shown=True)
    yield from _named(directory, "version", ("named",))
    yield from _named(mapping(table.get("basis")), "column", ("basis",))
    yield from _named(mapping(table.get("basis")), "version", ("basis",))
    for purpose, consent in mapping(table.get("consents")).items():
        for key in ("column", "version"):
            yield from _named(mapping(consent), key, ("consents", purpose))
        yield from _named(mapping(consent), "covers", ("consents", purpose), shown=True)
    yield from _named(mapping(table.get("corrections")), "prevail", ("corrections",), shown=True)
    for number, chart in items(table.get("charts")):
        yield from _named(mapping(chart), "column", ("charts", number), shown=True)
        for key in ("sum", "mean"):
            measure = mapping(mapping(chart).get("measure"))
            yield from _named(measure, key, ("charts", number, "measure"), shown=True)
    for name, column in mapping(table.get("columns")).items():
        yield from _named(mapping(column), "weight", ("columns", name), shown=True)
    for number, pair in items(table.get("coordinates")):
        shown = mapping(pair).get("system") is not None
        for key in ("lat", "lon"):
            at_pair = ("coordinates", number)
            yield from _named(mapping(pair), key, at_pair, shown=shown, numeric=True)
    for number, source in items(table.get("sources")):
        for key in ("from", "set"):
            for name in mapping(mapping(source).get(key)):
                yield Mention(("sources", number, key, name), name)


def _named(tree: Tree, key: str, place: Location = (), **asked: bool) -> Iterator[Mention]:
    for inside, name in texts(tree, key):
        yield Mention((*place, *inside), name, **asked)


def _mention_findings(mention: Mention, columns: Tree) -> Iterator[Finding]:
    name = mention.column
    if not columns:
        return  # The table's `columns` are wrong themselves.
    if name not in columns:
        yield mention.place, f"no column {name!r}; {nearest(str(name), columns, 'columns: ')}"
        return
    column = mapping(columns[name])
    if mention.shown and _dropped(column):
        yield mention.place, f"{name!r} is dropped and cannot be shown; name a published column"
    kind = published_type_of(column) if mention.shown else type_of(column)
    if mention.numeric and kind not in ("integer", "number", None):
        yield mention.place, f"{name!r} is a {kind}; degrees need `type: number`"
    if mention.shape and kind not in ("json", None):
        what = f"{name!r} is a {kind}; a map of one column needs GeoJSON in it, `type: json`"
        yield mention.place, f"{what}; of two, write [lat, lon]"


def _dropped(column: Tree) -> bool:
    protect = column.get("protect")
    return protect == "drop" or "drop" in mapping(protect)


def _key_findings(key: Tree, columns: Tree, tables: Tree) -> Iterator[Finding]:
    """A foreign key: its own columns, its table, that table's columns, their types."""
    reference = mapping(key.get("references"))
    ours = list(_named(key, "columns", shown=True))
    theirs = list(_named(reference, "columns", ("references",), shown=True))
    for mention in ours:
        yield from _mention_findings(mention, columns)
    yield from _count_findings(key, reference)
    target = reference.get("table")
    if isinstance(target, str) and target not in tables:
        yield ("references", "table"), f"no table {target!r}; {nearest(target, tables, 'tables: ')}"
    elif isinstance(target, str):
        referenced = mapping(mapping(tables[target]).get("columns"))
        for mention in theirs:
            yield from _mention_findings(mention, referenced)
        yield from _type_findings(zip(ours, theirs, strict=False), columns, referenced)


def _count_findings(key: Tree, reference: Tree) -> Iterator[Finding]:
    ours, theirs = len(list(texts(key, "columns"))), len(list(texts(reference, "columns")))
    if key.get("columns") == ():
        yield ("columns",), "empty; name at least one column"
    if reference.get("columns") == ():
        yield ("references", "columns"), "empty; name at least one column"
    if ours and theirs and ours != theirs:
        yield ("columns",), f"{ours} here, {theirs} in `references`; name as many columns in both"


def _type_findings(
    pairs: Iterable[tuple[Mention, Mention]], columns: Tree, referenced: Tree
) -> Iterator[Finding]:
    for ours, theirs in pairs:
        here = published_type_of(mapping(columns.get(ours.column)))
        other = published_type_of(mapping(referenced.get(theirs.column)))
        if here and other and here != other:
            both = f"{ours.column!r} is of type {here}, {theirs.column!r} of type {other}"
            yield ours.place, f"{both}; give both the same type"


def _repeated(table: Tree) -> Iterator[Finding]:
    """Columns that a list names a second time."""
    browse = mapping(table.get("browse"))
    lists = [(table, "primary_key", ()), (table, "formats", ()), (browse, "facets", ("browse",))]
    lists += [(browse, "search", ("browse",)), (browse, "map", ("browse",))]
    for tree, key, place in lists:
        seen = set()
        for inside, name in texts(tree, key):
            if name in seen:
                yield (*place, *inside), f"{name!r} stands twice; keep one"
            seen.add(name)


def _license_findings(tree: Tree, license: object) -> Iterator[Finding]:
    if tree.get("contents_license") is None or not isinstance(license, str):
        return
    if license in LICENSES and LICENSES[license].contents_license is None:
        others = ", ".join(id for id, one in LICENSES.items() if one.contents_license)
        yield (
            ("contents_license",),
            f"{license} covers the contents too; remove this key (it is for {others})",
        )


def _date_findings(place: tuple[str, str], tree: Tree, tables: Tree) -> Iterator[Finding]:
    """A published column of dates, named `table.column`."""
    named = tree.get(place[1])
    table, dot, name = named.partition(".") if isinstance(named, str) else ("", "", "")
    if not dot:
        return
    columns = mapping(mapping(tables.get(table)).get("columns"))
    kind = published_type_of(mapping(columns.get(name)))
    if table not in tables:
        yield place, f"no table {table!r}; {nearest(table, tables, 'tables: ')}"
    elif columns and name not in columns:
        yield place, f"no column {name!r} in {table}; {nearest(name, columns, 'columns: ')}"
    elif _dropped(mapping(columns.get(name))):
        yield place, f"{named!r} is dropped; {_instead(place)}"
    elif kind not in ("date", "datetime", None):
        yield place, f"{named!r} is of type {kind}; name a column of type date or datetime"


def _instead(place: tuple[str, str]) -> str:
    written = ", or write `on:` with a date" if place[0] == "updated" else ""
    return f"name a published column{written}"
