"""Who a service hands over is taken as it signed it, and in no other way."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from publish.declare.service import Service
from publish.declare.site import SiteFolder
from publish.desk.assertions import Assertion, asserted, check
from publish.errors import DeclarationError
from tests.desk.services import (
    AUDIENCE,
    ISSUER,
    SERVICE,
    WHO,
    assertion,
    claims,
    confused,
    declared,
    private,
    public_pem,
    unsigned,
)
from tests.sites import METADATA

NOW = 1_796_000_000
OTHER = Service(issuer="https://other.example.org", key="desk-keys/other.pem", datasets=("autres",))
ATTACKER = 666


def taken(root: Path, text: str, now: int = NOW) -> Assertion | None:
    """What the desk of a site with two services makes of it."""
    services = (declared(root, 8, OTHER), declared(root))
    return asserted(text, services, root, AUDIENCE, now)


def test_what_a_service_signed_is_taken(tmp_path: Path) -> None:
    found = taken(tmp_path, assertion(NOW))
    assert found == Assertion(SERVICE, WHO, f"once-{NOW}-0001", NOW + 60)
    assert taken(tmp_path, assertion(NOW), NOW + 59) == found
    assert taken(tmp_path, assertion(NOW + 5)) is not None
    assert taken(tmp_path, assertion(NOW, header={"kid": "any"})) == found


@pytest.mark.parametrize(
    "others",
    [
        {"aud": "https://data.example.org/"}, {"aud": "https://evil.example/desk/"}, {"aud": None},
        {"aud": [AUDIENCE]}, {"aud": [AUDIENCE, "https://evil.example/"]},
        {"iss": "https://other.example.org"}, {"iss": None}, {"iss": f"{ISSUER}/"},
        {"iss": [ISSUER]},
        {"iat": NOW + 6, "exp": NOW + 60}, {"iat": None}, {"iat": True}, {"iat": float(NOW)},
        {"iat": str(NOW)}, {"exp": NOW}, {"exp": NOW - 1, "iat": NOW - 61}, {"exp": NOW + 61},
        {"exp": None}, {"exp": 1e309}, {"exp": NOW + 10**9, "iat": NOW + 10**9 - 60},
        {"jti": None}, {"jti": ""}, {"jti": "short"}, {"jti": 12345678}, {"jti": "x" * 129},
        {"jti": "with a blank"}, {"contributor": None}, {"contributor": ""}, {"contributor": 4711},
        {"contributor": "a" * 201}, {"contributor": "a\u202eb"}, {"contributor": ["a"]},
        {"nbf": NOW + 30},
    ],
    ids=str,
)  # fmt: skip
def test_other_claims_are_not(tmp_path: Path, others: dict[str, Any]) -> None:
    assert taken(tmp_path, assertion(NOW, **others)) is None


def with_own_key(now: int) -> str:
    """An attacker's key in the header, which fits the signature."""
    public = ECKey.import_key(public_pem(ATTACKER)).as_dict(private=False)
    return assertion(now, ATTACKER, header={"jwk": public})


def cut(now: int) -> str:
    """Without its signature."""
    return assertion(now).rpartition(".")[0] + "."


def exchanged(now: int) -> str:
    """The signature of one below the claims of another."""
    head, _claims, signature = assertion(now).split(".")
    return ".".join((head, assertion(now, contributor="admin").split(".")[1], signature))


@pytest.mark.parametrize(
    "attack",
    [
        confused,
        unsigned,
        lambda now: unsigned(now, "None"),
        lambda now: unsigned(now, "ES256"),
        with_own_key,
        cut,
        exchanged,
        lambda now: assertion(now, ATTACKER),
        lambda now: assertion(now, ATTACKER, header={"kid": "../../desk-keys/service.pem"}),
        lambda now: assertion(now, ATTACKER, header={"kid": "' OR 1=1 --"}),
        lambda now: assertion(now, 8),
        lambda now: assertion(now, header={"jku": "https://evil.example/keys"}),
        lambda now: assertion(now, header={"x5u": "https://evil.example/keys"}),
        lambda now: assertion(now, padding="x" * 5_000),
        lambda now: "",
        lambda now: "..",
        lambda now: "é.é.é",
        lambda now: assertion(now) + ".x.y",
    ],
    ids=[
        "HS256 with the public key", "none", "None", "ES256 unsigned", "jwk", "cut", "exchanged",
        "another key", "kid as a path", "kid as SQL", "the other service's key", "jku", "x5u",
        "oversize", "empty", "dots", "not ASCII", "five parts",
    ],
)  # fmt: skip
def test_attacks_are_not(tmp_path: Path, attack: Callable[[int], str]) -> None:
    assert taken(tmp_path, attack(NOW)) is None


def test_what_the_attacks_change_is_all_that_is_wrong_with_them(tmp_path: Path) -> None:
    # Whoever takes a header's word for the algorithm or the key takes these.
    head, _dot, signature = confused(NOW).rpartition(".")
    found = hmac.new(public_pem(), head.encode(), sha256).digest()
    assert urlsafe_b64encode(found).decode().rstrip("=") == signature
    mine = assertion(NOW, ATTACKER, header={"kid": "any"})
    assert jwt.decode(mine, private(ATTACKER), algorithms=["ES256"]).claims == claims(NOW)
    assert taken(tmp_path, assertion(NOW, padding="x" * 100)) is not None


@pytest.mark.parametrize(
    "issuer", ["http://a.example", "https://a.example/", "https://a.example/x", "https://",
               "https://u@a.example", "a.example", "null"]
)  # fmt: skip
def test_a_service_is_where_browsers_say_that_its_pages_are(issuer: str) -> None:
    with pytest.raises(ValueError, match="is not where a service's pages are"):
        Service(issuer=issuer, key="desk-keys/a.pem", datasets=("lieux",))


@pytest.mark.parametrize("key", ["desk/secret", "../x.pem", "/etc/x.pem", "desk-keys/../x.pem"])
def test_a_key_lies_in_its_folder(key: str) -> None:
    with pytest.raises(ValueError, match="String should match pattern"):
        Service(issuer=ISSUER, key=key, datasets=("lieux",))


def site(root: Path, address: str = "address: https://data.example.org\n") -> SiteFolder:
    (root / "metadata.yaml").write_text(METADATA + address, encoding="utf-8")
    return SiteFolder(root)


def test_a_site_without_an_address_or_a_key_does_not_open(tmp_path: Path) -> None:
    check(site(tmp_path), [declared(tmp_path)])
    with pytest.raises(DeclarationError, match="declare `address`"):
        check(site(tmp_path, ""), [SERVICE])
    with pytest.raises(DeclarationError, match=r"other\.pem: no public key that can be used"):
        check(site(tmp_path), [OTHER])


@pytest.mark.parametrize(
    ("pem", "said"),
    [
        (private().as_pem(private=True), "the service's private key; take it away from here"),
        (ECKey.generate_key("P-384").as_pem(private=False), "a key on P-384; ES256 takes P-256"),
        (b"no key", "no public key that can be used"),
    ],
    ids=["private", "P-384", "none"],
)
def test_a_key_that_is_none_is_told(tmp_path: Path, pem: bytes, said: str) -> None:
    service = declared(tmp_path)
    (tmp_path / service.key).write_bytes(pem)
    with pytest.raises(DeclarationError, match=said):
        check(site(tmp_path), [service])
