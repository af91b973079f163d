"""Through which server the desk sends its mail; the password stands in no declaration."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from publish.declare.model import Model
from publish.words.mail_address import is_address


def _address(value: str) -> str:
    if not is_address(value):
        raise ValueError(f"{value!r} is no e-mail address, such as desk@example.org")
    return value


class Mail(Model):
    """An SMTP server, and from whom its messages come."""

    host: Annotated[str, Field(pattern=r"^[A-Za-z0-9.:-]+$")]
    """Its name, such as smtp.example.org."""
    port: Annotated[int, Field(ge=1, le=65_535)] = 587
    """Where it listens: 587 with `starttls`, 465 with `tls` as a rule."""
    tls: Literal["starttls", "tls", "none"] = "starttls"
    """How what is said to it is sealed; `none` for a server on the same machine."""
    user: Annotated[str, Field(pattern=r"^[\x21-\x7e]+$")] | None = None
    """Who signs in; the password is in FOURNIL_SMTP_PASSWORD or desk/smtp-password."""
    sender: Annotated[str, AfterValidator(_address), Field(alias="from")]
    """The address from which messages come, and to which answers go."""

    @model_validator(mode="after")
    def _sealed(self) -> Self:
        if self.user and self.tls == "none":
            raise ValueError("a password is never sent unsealed; write `tls: starttls` or `tls`")
        return self
