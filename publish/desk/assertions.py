"""What a service signs to hand over a user: one algorithm, one reader, a minute, used once.

A JWT (RFC 7519) under ES256. Who sent it is known by the key that fits, never by its header.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from publish.declare.service import Service
from publish.declare.site import SiteFolder
from publish.errors import DeclarationError
from publish.words.unseen import has_unseen

if TYPE_CHECKING:
    from joserfc.jwk import ECKey

ALGORITHM, CURVE = "ES256", "P-256"
MOST_SECONDS = 60
MOST_BYTES = 4_096
MOST_LETTERS = 200
# As far as the clock of a service may be ahead.
AHEAD_SECONDS = 5
# `kid` is let through and not looked at.
_HEADERS = {"alg", "typ", "kid"}
_ONCE = re.compile(r"[\x21-\x7e]{8,128}")


@dataclass(frozen=True)
class Assertion:
    """Whom a service hands over: its own word for them, used by nobody else before it is over."""

    service: Service
    contributor: str
    id: str
    expires: int


def audience_of(site: SiteFolder) -> str:
    """To whom assertions are written: the address of the desk; "" where nobody declared one."""
    address = site.metadata().address
    return f"{address.rstrip('/')}/desk/" if address else ""


def check(site: SiteFolder, services: Sequence[Service]) -> None:
    """Raises DeclarationError where a service's key cannot be used, or the site has no address."""
    if services and not audience_of(site):
        raise DeclarationError(
            f"{site.root / 'metadata.yaml'}: `services` of the desk write to its address; declare "
            "`address`"
        )
    for service in services:
        _key(site.root / service.key)


def asserted(
    text: str, services: Sequence[Service], root: Path, audience: str, now: int
) -> Assertion | None:
    """Who is handed over; None for what no service of these signed so, for here and now."""
    if len(text) > MOST_BYTES or not text.isascii():
        return None
    for service in services:
        claims = _signed(text, _key(root / service.key))
        if claims is not None and (found := _claimed(claims, service, audience, now)):
            return found
    return None


def _signed(text: str, key: "ECKey") -> Mapping[str, Any] | None:
    from joserfc import jwt
    from joserfc.errors import JoseError

    try:
        token = jwt.decode(text, key, algorithms=[ALGORITHM])
    except (JoseError, ValueError, TypeError, RecursionError):
        return None
    return token.claims if token.header.keys() <= _HEADERS else None


def _claimed(
    claims: Mapping[str, Any], service: Service, audience: str, now: int
) -> Assertion | None:
    issued, expires = claims.get("iat"), claims.get("exp")
    id, contributor = claims.get("jti"), claims.get("contributor")
    # Nothing but these types: `True` is a number too.
    if type(issued) is not int or type(expires) is not int:
        return None
    if not isinstance(id, str) or not isinstance(contributor, str):
        return None
    fits = (
        claims.get("iss") == service.issuer
        and claims.get("aud") == audience
        and issued <= now + AHEAD_SECONDS
        and now < expires <= issued + MOST_SECONDS
        and _ONCE.fullmatch(id)
        and 0 < len(contributor) <= MOST_LETTERS
        and not has_unseen(contributor)
        and "nbf" not in claims
    )
    return Assertion(service, contributor, id, expires) if fits else None


@cache
def _key(path: Path) -> "ECKey":
    from joserfc.errors import JoseError
    from joserfc.jwk import ECKey

    try:
        key = ECKey.import_key(path.read_bytes())
    except (OSError, JoseError, ValueError, TypeError) as error:
        raise DeclarationError(
            f"{path}: no public key that can be used ({error}); write that of the service, P-256, "
            "as PEM"
        ) from None
    if key.is_private:
        raise DeclarationError(
            f"{path}: the service's private key; take it away from here, let the service make "
            "another one, and write its public half"
        )
    if key.curve_name != CURVE:
        raise DeclarationError(f"{path}: a key on {key.curve_name}; {ALGORITHM} takes {CURVE}")
    return key
