"""What `/openapi.json` says of tables as other programs know them: GoGoCarto, OpenRefine."""

from collections.abc import Iterable, Iterator, Mapping

from publish.describe.openapi_shapes import NUMBER, TEXT
from publish.release.described import Json, present
from publish.release.package import Package
from publish.release.table import Table

JSON, LINKED = "application/json", "application/ld+json"
SPEC = "https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/"
# What narrows elements beside the filters of their table.
_BOX = r"-?\d+(\.\d+)?(,-?\d+(\.\d+)?){3}"
_NARROWING: Mapping[str, tuple[Json, str]] = {
    "bounds": (
        {"type": "string", "pattern": f"^{_BOX}(;{_BOX}){{0,3}}$"},
        "Boxes in degrees: west,south,east,north; four at most, ; between",
    ),
    "categories": (TEXT, "Ids of categories, commas between: elements that have one of them"),
    "limit": ({"type": "integer", "minimum": 0, "maximum": 999_999_999}, "How many; all without"),
}
_ONTOLOGY = ({"enum": ["gogofull", "gogocompact"]}, "gogocompact for what a map draws, as lists")
# What elements do not read of what tables do.
_UNREAD = ("_next", "_size", "ontology", *_NARROWING)
_OPTION: Json = {
    "type": "object",
    "required": ["id", "name", "index"],
    "properties": {"id": TEXT, "name": TEXT, "index": NUMBER},
}
TAXONOMY: Json = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["id", "name", "options"],
        "properties": {"id": TEXT, "name": TEXT, "options": {"type": "array", "items": _OPTION}},
    },
}
ELEMENTS: Json = {
    "type": "object",
    "required": ["licence", "license", "ontology", "data"],
    "properties": {
        "licence": {"type": "string", "description": "The address of the licence."},
        "license": {"$ref": "#/components/schemas/License"},
        "ontology": {"enum": ["gogofull", "gogocompact"]},
        "mapping": {"type": "array", "description": "Of lists, what stands where."},
        "data": {"type": "array", "items": {"type": ["object", "array"]}},
    },
}
GRAPH: Json = {
    "type": "object",
    "required": ["@context", "@id", "license", "@graph"],
    "properties": {"@graph": {"type": "array", "items": {"type": "object"}}},
}
MANIFEST: Json = {
    "type": "object",
    "required": ["versions", "name", "identifierSpace", "schemaSpace"],
    "properties": {"versions": {"type": "array", "items": TEXT}, "name": TEXT},
}
SCHEMAS: Json = {"Elements": ELEMENTS, "Graph": GRAPH, "Taxonomy": TAXONOMY, "Manifest": MANIFEST}


def output_paths(
    package: Package, table: Table, parameters: Iterable[Json], errors: Json
) -> Iterator[tuple[str, Json]]:
    """The addresses of a table's elements and categories, and of its service of reconciliation."""
    tools = f"/{package.name}/{table.name}/-"
    asked = [one for one in parameters if one["name"] not in _UNREAD]
    if table.map:
        busy = {"503": {"description": "Many files are being made: again after Retry-After"}}
        yield f"{tools}/elements.json", _elements(package, table, asked, errors | busy)
        yield f"{tools}/elements.jsonld", _graph(package, table, asked, errors | busy)
        yield f"{tools}/taxonomy.json", _taxonomy(package, table, asked, errors)
    if is_reconciled(table):
        yield f"{tools}/reconcile", _reconciled(package, table, errors)


def _elements(package: Package, table: Table, asked: Iterable[Json], errors: Json) -> Json:
    given = [*_narrowing(), _parameter("ontology", _ONTOLOGY), *asked]
    title = f"{table.title}: the elements of its map, as GoGoCarto has them"
    return _get(_id(package, table, "elements"), title, given, _answer("Elements", JSON), errors)


def _graph(package: Package, table: Table, asked: Iterable[Json], errors: Json) -> Json:
    title = f"{table.title}: the elements of its map, as JSON-LD"
    id, answer = _id(package, table, "graph"), _answer("Graph", LINKED)
    return _get(id, title, [*_narrowing(), *asked], answer, errors)


def _taxonomy(package: Package, table: Table, asked: Iterable[Json], errors: Json) -> Json:
    title = f"{table.title}: the categories of its map"
    return _get(_id(package, table, "taxonomy"), title, asked, _answer("Taxonomy", JSON), errors)


def _reconciled(package: Package, table: Table, errors: Json) -> Json:
    title = f"{table.title}: names matched to rows (Reconciliation Service API 0.2)"
    told = _get(_id(package, table, "reconcile"), title, (), _answer("Manifest", JSON), errors)
    told["get"]["externalDocs"] = {"url": SPEC}
    return told


def _id(package: Package, table: Table, name: str) -> str:
    return f"{package.name}.{table.name}.{name}"


def _narrowing() -> list[Json]:
    return [_parameter(name, said) for name, said in _NARROWING.items()]


def is_reconciled(table: Table) -> bool:
    """Whether the rows of a table have names to be found by, each with a page of its own."""
    named = table.rows_have_pages and len(table.primary_key) == 1
    return named and table.label is not None and table.label in table.search


def _parameter(name: str, said: tuple[Json, str]) -> Json:
    schema, description = said
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _answer(schema: str, media: str) -> Json:
    content = {media: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": "What was asked", "content": content}


def _get(id: str, title: str, parameters: Iterable[Json], answer: Json, errors: Json) -> Json:
    told = {
        "operationId": id,
        "summary": title,
        "tags": [id.partition(".")[0]],
        "parameters": list(parameters),
        "responses": {"200": answer, **errors},
    }
    return {"get": present(told)}
