"""Bytes sealed by a passphrase, in chunks: AES-256-GCM under a scrypt key, as a stream."""

import os
import unicodedata
from typing import IO, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from publish.errors import PrivateStateError

MAGIC = b"Fournil backup 1\n"
SALT = 16
CHUNK = 1 << 20
TAG = 16
# RFC 7914's parameters as OWASP's password storage advice sets them: 128 MiB for about 0.4 s.
SCRYPT_N, SCRYPT_R, SCRYPT_P = 1 << 17, 8, 1


class Writer:
    """A file to write to; what arrives in `out` is sealed. The block's end writes the last chunk.

    Leaving the block by an error writes no last chunk: what was written will not open.
    """

    def __init__(self, out: IO[bytes], passphrase: str) -> None:
        salt = os.urandom(SALT)
        self._head = MAGIC + salt
        self._cipher = _cipher(passphrase, salt)
        self._out, self._waiting, self._number = out, bytearray(), 0
        out.write(self._head)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._put(bytes(self._waiting), last=True)

    def write(self, data: bytes) -> int:
        """Takes any number of bytes."""
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._put(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def _put(self, chunk: bytes, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, last), chunk, self._head))
        self._number += 1


class Reader:
    """A file to read from: the bytes that a Writer sealed, each chunk checked before it is given.

    `name` is the file's in messages. Raises PrivateStateError where it does not open.
    """

    def __init__(self, source: IO[bytes], passphrase: str, name: str) -> None:
        self._source, self._name = source, name
        self._head = source.read(len(MAGIC) + SALT)
        if not self._head.startswith(MAGIC) or len(self._head) < len(MAGIC) + SALT:
            raise PrivateStateError(f"{name}: no backup of Fournil, or its beginning is damaged")
        self._cipher = _cipher(passphrase, self._head[len(MAGIC) :])
        self._next = source.read(CHUNK + TAG)
        self._ready, self._number, self._ended = b"", 0, False

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; none at the end."""
        while len(self._ready) < size and not self._ended:
            self._ready += self._open()
        given, self._ready = self._ready[:size], self._ready[size:]
        return given

    def drain(self) -> None:
        """Reads to the end, so that a file cut or lengthened anywhere is noticed."""
        while self.read(CHUNK):
            pass

    def _open(self) -> bytes:
        sealed, self._next = self._next, self._source.read(CHUNK + TAG)
        self._ended = not self._next
        try:
            chunk = self._cipher.decrypt(_nonce(self._number, self._ended), sealed, self._head)
        except InvalidTag:
            raise PrivateStateError(self._why()) from None
        self._number += 1
        return chunk

    def _why(self) -> str:
        if self._number == 0:
            return f"{self._name}: wrong passphrase, or the file is damaged or cut"
        return f"{self._name}: damaged or cut after {self._number} MiB; use another copy"


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    # The same accents may be typed as one character or two: NFC makes them one.
    text = unicodedata.normalize("NFC", passphrase).encode()
    return AESGCM(Scrypt(salt, 32, SCRYPT_N, SCRYPT_R, SCRYPT_P).derive(text))
