"""`private/sources.yaml`: what datasets may read beyond their folders, in the site's own hand.

A dataset names what stands here; it cannot lead anywhere else. Passwords and keys stay in the
environment, under the names that are given here.
"""

import re
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from publish.declare.model import DatasetName, EnvironmentVariable, Model, SourceName, as_tuple

SCHEMES = ("mysql", "postgresql", "s3", "sftp", "sqlite")
DATABASES = ("mysql", "postgresql", "sqlite")


def _address(value: str) -> str:
    # The value is not repeated: it may hold a password.
    parts = urlsplit(value)
    if parts.scheme not in SCHEMES:
        known = ", ".join(f"{scheme}:" for scheme in SCHEMES)
        raise ValueError(
            f"an address that begins with none of {known}; write for example "
            "`postgresql://reader@db.intranet/places`"
        )
    if parts.password is not None:
        raise ValueError(
            "a password stands in it; take it out, and write `password: NAME`, the name of the "
            "environment variable that holds it"
        )
    return value


def _host(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9.-]+(:[0-9]{1,5})?|\[[0-9a-f:]+\](:[0-9]{1,5})?", value):
        raise ValueError(
            f"{value!r} is no host; write it in small letters as in `files.intranet`, or with a "
            "port as in `files.intranet:8080`"
        )
    return value


Datasets = Annotated[
    tuple[DatasetName, ...],
    BeforeValidator(as_tuple, json_schema_input_type=DatasetName | tuple[DatasetName, ...]),
    Field(min_length=1),
]
Host = Annotated[str, AfterValidator(_host)]


class AllowedHost(Model):
    """A host inside the network, whose addresses datasets may name."""

    datasets: Datasets
    """The datasets that may."""
    headers: dict[str, EnvironmentVariable] = Field(default={})
    """Headers to send, each with the environment variable that holds its value."""


class Connection(Model):
    """A database or a store of files."""

    datasets: Datasets
    """The datasets that may read it."""
    address: Annotated[str, AfterValidator(_address)]
    """Where it is, and as whom it is read, without the password."""
    password: EnvironmentVariable | None = None
    """The environment variable that holds the password."""

    @model_validator(mode="after")
    def _of_use(self) -> Self:
        if self.password and self.kind == "sqlite":
            raise ValueError("a SQLite file has no password; remove `password:`")
        if self.password and self.kind == "s3":
            raise ValueError(
                "S3 takes its keys from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; set these, "
                "and remove `password:`"
            )
        return self

    @property
    def kind(self) -> str:
        """The scheme of its address, one of SCHEMES."""
        return urlsplit(self.address).scheme


class Command(Model):
    """A program that writes an export to its standard output."""

    datasets: Datasets
    """The datasets that may have it run."""
    run: Annotated[tuple[str, ...], Field(min_length=1)]
    """The program and its arguments, one item each; no shell reads them."""
    environment: tuple[EnvironmentVariable, ...] = ()
    """The environment variables that it gets, besides HOME, LANG and PATH."""


class Sources(Model):
    """What the datasets of a site may read beyond their folders."""

    hosts: dict[Host, AllowedHost] = Field(default={})
    """Web servers inside the network, by host."""
    connections: dict[SourceName, Connection] = Field(default={})
    """Databases and stores of files, by name."""
    commands: dict[SourceName, Command] = Field(default={})
    """Programs, by name."""
