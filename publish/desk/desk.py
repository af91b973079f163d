"""What the pages of the desk may ask of it."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from publish.declare.service import Service
from publish.declare.site import SiteFolder
from publish.desk.tokens import Held
from publish.site.base.answers import Response
from publish.site.base.site import Request, Site


class Desk(Site, Protocol):
    """The second door: a site's frame around forms, and the file that they write."""

    folder: SiteFolder
    secret: bytes
    per_day: int
    services: Sequence[Service]
    audience: str
    has_mail: bool
    trusts: bool

    @property
    def sealing_key(self) -> X25519PublicKey:
        """What seals whom services hand over."""

    def now(self) -> int:
        """Seconds since 1970."""

    async def holder(self, token: str) -> Held | None:
        """Whose a personal token is; None where it is none that holds."""

    def token_of(self, id: int) -> str:
        """The personal token of a number, for its owner's eyes."""

    def is_secure(self, request: Request) -> bool:
        """Whether browsers ask by https."""

    async def shown(
        self, request: Request, template: str, context: Mapping[str, Any], status: int = 200
    ) -> Response:
        """A page of the desk."""
