"""JSON Schema of the declarations, for editors that complete keys and underline mistakes."""

import json
from typing import Literal

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from publish.declare.declaration import Dataset, SiteMetadata
from publish.declare.model import Model
from publish.declare.reuse import Reuses

Kind = Literal["dataset", "metadata", "reuses"]
MODELS: dict[Kind, type[Model]] = {"dataset": Dataset, "metadata": SiteMetadata, "reuses": Reuses}


def schema(kind: Kind) -> str:
    """The JSON Schema of dataset.yaml, metadata.yaml or reuses.yaml, as JSON text."""
    tree = MODELS[kind].model_json_schema(by_alias=True, schema_generator=_ForEditors)
    whole = {"$schema": _ForEditors.schema_dialect, **tree, "title": f"{kind}.yaml"}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


class _ForEditors(GenerateJsonSchema):
    """A schema with what helps someone who types: no generated titles, no empty defaults."""

    def field_title_should_be_set(self, schema: object) -> bool:
        return False

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        keyed = super().dict_schema(schema)
        if "patternProperties" in keyed:
            keyed["additionalProperties"] = False
        return keyed

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        inner, default = schema["schema"], schema.get("default")
        if inner["type"] == "nullable" and default is None:
            # An absent key says the same as `null`, which an editor would propose first.
            return self.generate_inner(inner["schema"])
        if default and isinstance(default, str | int | float | tuple):
            return super().default_schema(schema)
        return self.generate_inner(inner)
