"""Files of a store elsewhere: a folder, a web server, S3; nothing that they say is believed."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from publish.errors import StoreError
from publish.release.stocklist import File

PROTOCOLS = ("", "file", "http", "https", "s3")
CONNECT_SECONDS, READ_SECONDS = 10, 30
_PART = 2**20


def kind_of(address: str) -> str:
    """How a store is reached; raises StoreError where it cannot be followed here."""
    kind = urlsplit(address).scheme
    if kind not in PROTOCOLS:
        raise StoreError(f"--follow {address}: {kind}: is not followed; a folder, https:, s3: is")
    if kind == "s3" and not find_spec("s3fs"):
        raise StoreError(
            f"--follow {address}: s3fs is not installed; run `pip install 'fournil[s3]'`"
        )
    return kind


class Remote:
    """A store by its address; raises StoreError where it cannot be followed."""

    def __init__(self, address: str) -> None:
        self.address, kind = address.rstrip("/"), kind_of(address)
        self._web = kind in ("http", "https")
        self._files, self._root = _opened(self.address, kind)
        self._failures = tuple(_failures())

    def read(self, name: str, most: int) -> bytes:
        """A small file; raises StoreError where it cannot be had or is longer than that."""
        return b"".join(self._parts(name, most))

    def fetch(self, name: str, to: Path, file: File, between: Callable[[], None]) -> None:
        """Writes a file of the store to a path; `between` is called after every part of it.

        Raises StoreError where it cannot be had or is another than was signed; nothing stays then.
        """
        digest, size = sha256(), 0
        try:
            with to.open("wb") as out:
                for part in self._parts(name, file.bytes):
                    digest.update(part)
                    size += out.write(part)
                    between()
            if (size, digest.hexdigest()) != (file.bytes, file.sha256):
                raise StoreError(f"{self.address}/{name}: is not the file that was signed")
        except StoreError:
            to.unlink(missing_ok=True)
            raise

    def _parts(self, name: str, most: int) -> Iterator[bytes]:
        place, left = f"{self._root}/{name}", most
        try:
            with self._open(place) as file:
                while part := file.read(_PART):
                    left -= len(part)
                    if left < 0:
                        raise StoreError(f"{self.address}/{name}: longer than was signed")
                    yield part
        except self._failures as error:
            said = str(error) or type(error).__name__
            raise StoreError(f"{self.address}/{name}: cannot be had ({said})") from None

    def _open(self, place: str) -> BinaryIO:
        # Of the web in one stream: not every server knows parts.
        options = {"block_size": 0} if self._web else {}
        found: BinaryIO = self._files.open(place, "rb", **options)
        return found


def _opened(address: str, kind: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs

    options: dict[str, Any] = {}
    if kind in ("http", "https"):
        from aiohttp import ClientTimeout

        waits = ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=READ_SECONDS)
        options = {"client_kwargs": {"timeout": waits}, "use_listings_cache": False}
    elif kind == "s3":
        options = {"use_listings_cache": False}
    files, root = url_to_fs(address, **options)
    return files, root


def _failures() -> Iterator[type[Exception]]:
    """What the clients of stores raise; ValueError: aiohttp's for an address that is none."""
    from aiohttp import ClientError

    yield from (OSError, ClientError, ValueError)
    with suppress(ImportError):
        from botocore.exceptions import BotoCoreError

        yield BotoCoreError
