"""Croissant 1.1: the description that machine-learning tools load a dataset by.

Foreign keys stay out, though Croissant has `references`: its reader joins by them, and fails on a
table that has two, or one to itself. CSVW and Data Package tell them.
"""

from collections.abc import Iterator

from publish.describe.schema_org import facts, file_facts
from publish.release.described import Form, Json, present
from publish.release.package import Package
from publish.release.table import Field, Table

CROISSANT = "http://mlcommons.org/croissant/"
PLAIN_TERMS = (
    "arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field",
    "fileProperty", "fileObject", "fileSet", "format", "includes", "isArray", "isLiveDataset",
    "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex",
    "repeated", "replace", "samplingRate", "separator", "source", "subField", "transform",
)  # fmt: skip
CONTEXT: Json = {
    "@language": "fr",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": CROISSANT,
    "rai": f"{CROISSANT}RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "description": {"@container": "@language"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    **{term: f"cr:{term}" for term in PLAIN_TERMS},
}
# Its reader knows Parquet by this name only.
ENCODINGS = {"parquet": "application/x-parquet"}
DATA_TYPES = {
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "datetime": "sc:DateTime",
}


def croissant(package: Package) -> Iterator[tuple[str, Json]]:
    """`croissant.json`: the files, and a record set for each table."""
    yield (
        "croissant.json",
        present(
            {
                "@context": CONTEXT,
                "@type": "sc:Dataset",
                "conformsTo": f"{CROISSANT}1.1",
                "name": package.titles or {"fr": package.name},
                "description": package.descriptions,
                **facts(package, "sc:Organization"),
                "citeAs": _citation(package),
                "distribution": [_file(form) for form in _hashed(package)],
                "recordSet": [_records(table) for table in package.tables.values()],
            }
        ),
    )


def _hashed(package: Package) -> list[Form]:
    """The files whose checksum is known, which Croissant requires."""
    return [form for form in package.forms if form.sha256]


def _citation(package: Package) -> str:
    producers = ", ".join(package.producers)
    return f"{producers}, {package.title}, {package.version or ''} ({package.updated})"


def _file(form: Form) -> Json:
    return present(
        {
            "@type": "cr:FileObject",
            "@id": form.path,
            "name": {"fr": form.path},
            "encodingFormat": ENCODINGS.get(form.format, form.mediatype),
            **file_facts(form),
        }
    )


def _source(table: Table) -> str:
    """The file that records are read from: Parquet keeps codes such as 01004 whole."""
    found = {form.format: form.path for form in table.forms if form.sha256}
    return found.get("parquet") or table.path


def _records(table: Table) -> Json:
    name, source = table.name, _source(table)
    key = [{"@id": f"{name}/{column}"} for column in table.primary_key]
    return present(
        {
            "@type": "cr:RecordSet",
            "@id": name,
            "name": table.titles or {"fr": name},
            "description": table.descriptions,
            "license": table.license.path,
            "key": key,
            "field": [_field(table, field, source) for field in table.fields],
        }
    )


def _field(table: Table, field: Field, source: str) -> Json:
    """A column; JSON is text, and so are lists where they do not come from Parquet."""
    is_list = field.type == "array" and source != table.path
    return present(
        {
            "@type": "cr:Field",
            "@id": f"{table.name}/{field.name}",
            "name": {"fr": field.name},
            "description": field.descriptions,
            "dataType": DATA_TYPES.get(field.type, "sc:Text"),
            "isArray": is_list or None,
            "arrayShape": "-1" if is_list else None,
            "source": {
                "fileObject": {"@id": source},
                "extract": {"column": field.name},
            },
        }
    )
