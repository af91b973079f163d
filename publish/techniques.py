"""The parameters of each technique of disclosure control; `publish.protect` applies them."""

from pydantic import BaseModel, ConfigDict


class Parameters(BaseModel):
    """A technique's parameters; unknown ones are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Drop(Parameters):
    """The column stays private."""


class Pseudonymise(Parameters):
    """A keyed digest in place of the value: HMAC-SHA256, cut to `length` hexadecimal digits."""

    length: int = 16


TECHNIQUE_PARAMETERS: dict[str, type[Parameters]] = {
    "drop": Drop,
    "pseudonymise": Pseudonymise,
}
