"""A service that hands its users over: its key, its assertions, and what attackers make of them."""

import hmac
import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from joserfc import jwt
from joserfc.jwk import ECKey

from publish.declare.service import Service

ISSUER = "https://service.example.org"
AUDIENCE = "https://data.example.org/desk/"
SERVICE = Service(issuer=ISSUER, key="desk-keys/service.pem", datasets=("lieux",))
WHO = "user-Quetzalcoatl-4711"


def private(number: int = 7) -> ECKey:
    """A service's key; another one for each number."""
    key = derive_private_key(number, SECP256R1())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return ECKey.import_key(pem)


def public_pem(number: int = 7) -> bytes:
    """The public half of a service's key."""
    public = derive_private_key(number, SECP256R1()).public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def declared(root: Path, number: int = 7, service: Service = SERVICE) -> Service:
    """The service, with its public key in the site's folder."""
    (root / "desk-keys").mkdir(parents=True, exist_ok=True)
    (root / service.key).write_bytes(public_pem(number))
    return service


def claims(now: int, **others: Any) -> dict[str, Any]:
    """What a service says of a user; `None` leaves a claim out."""
    said = {
        "iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + 60, "jti": f"once-{now}-0001",
        "contributor": WHO,
    } | others  # fmt: skip
    return {name: value for name, value in said.items() if value is not None}


def assertion(now: int, number: int = 7, header: Any = None, **others: Any) -> str:
    """The same, signed."""
    said = {"alg": "ES256", **(header or {})}
    return jwt.encode(said, claims(now, **others), private(number), algorithms=["ES256"])


def confused(now: int) -> str:
    """Signed as HS256 with the public key, which everybody knows, as its secret."""
    head = ".".join(map(_part, ({"alg": "HS256", "typ": "JWT"}, claims(now))))
    return f"{head}.{_b64(hmac.new(public_pem(), head.encode(), sha256).digest())}"


def unsigned(now: int, alg: str = "none") -> str:
    """With an algorithm that signs nothing."""
    return ".".join([*map(_part, ({"alg": alg, "typ": "JWT"}, claims(now))), ""])


def _part(said: dict[str, Any]) -> str:
    return _b64(json.dumps(said).encode())


def _b64(text: bytes) -> str:
    return urlsafe_b64encode(text).decode().rstrip("=")
