"""The parameters of each technique of disclosure control; `publish.protect` applies them."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Parameters(BaseModel):
    """A technique's parameters; unknown ones are refused."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True
    )


class Drop(Parameters):
    """The column stays private."""


class Pseudonymise(Parameters):
    """A keyed digest in place of the value: HMAC-SHA256, cut to `length` hexadecimal digits."""

    length: Annotated[int, Field(ge=8, le=64)] = 16
    """Hexadecimal digits kept: under 16, two people may meet in a large table."""


TECHNIQUE_PARAMETERS: dict[str, type[Parameters]] = {
    "drop": Drop,
    "pseudonymise": Pseudonymise,
}


def needs_parameters(technique: str) -> bool:
    """Whether a technique cannot be written by its name alone."""
    fields = TECHNIQUE_PARAMETERS[technique].model_fields.values()
    return any(field.is_required() for field in fields)
