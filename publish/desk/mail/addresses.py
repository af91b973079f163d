"""Addresses at the desk: sealed as long as nobody confirmed them, and counted by their digests."""

import hmac
import secrets
import sqlite3
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from publish.desk.days import DAY_SECONDS
from publish.words.mail_address import mailbox

_NONCE = 12
_RECENT = "SELECT 1 FROM mailed WHERE who = ? AND at > ?"


def sealed(key: bytes, address: str) -> str:
    """An address that only who has `desk/secret` can read."""
    nonce = secrets.token_bytes(_NONCE)
    return (nonce + _cipher(key).encrypt(nonce, address.encode(), None)).hex()


def unsealed(key: bytes, text: str) -> str | None:
    """The address; None where it was sealed with another secret."""
    kept = bytes.fromhex(text)
    try:
        return _cipher(key).decrypt(kept[:_NONCE], kept[_NONCE:], None).decode()
    except InvalidTag:
        return None


def who(key: bytes, address: str) -> str:
    """The digest by which mails to one mailbox are counted."""
    return hmac.new(_of(key, "counted"), mailbox(address).encode(), sha256).hexdigest()


def take_turn(database: sqlite3.Connection, digest: str, now: int) -> bool:
    """Takes the turn of a mailbox, one in a day; whether it had one left."""
    if database.execute(_RECENT, (digest, now - DAY_SECONDS)).fetchone():
        return False
    database.execute("INSERT INTO mailed (who, at) VALUES (?, ?)", (digest, now))
    return True


def _cipher(key: bytes) -> AESGCM:
    return AESGCM(_of(key, "sealed"))


def _of(key: bytes, use: str) -> bytes:
    return hmac.new(key, f"mail {use}".encode(), sha256).digest()
