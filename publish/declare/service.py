"""A service that hands its own signed-in users over to the desk."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from publish.declare.model import Model


def _origin(value: str) -> str:
    parts = urlsplit(value)
    if value != f"https://{parts.netloc}" or parts.hostname is None or parts.username:
        raise ValueError(
            f"{value!r} is not where a service's pages are, such as https://service.example.org"
        )
    return value


class Service(Model):
    """A service whose users may propose without another account."""

    issuer: Annotated[str, AfterValidator(_origin)]
    """Where its pages are, as browsers name it: `https://service.example.org`, without a path."""
    key: Annotated[str, Field(pattern=r"^desk-keys/[A-Za-z0-9][A-Za-z0-9_-]*\.pem$")]
    """The file of its public key in the site's folder: P-256, as PEM."""
    datasets: Annotated[tuple[str, ...], Field(min_length=1)]
    """Of which its users may propose something."""
