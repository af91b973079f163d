"""Files in S3 and its like, with the keys that the environment holds for it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlsplit

import s3fs
from botocore.exceptions import BotoCoreError, ClientError

from publish.bakehouse.fetch.kept import Limits
from publish.bakehouse.fetch.stores import Store, Stored
from publish.declare.sources import Connection
from publish.errors import SourceError

CHUNK = 1 << 20
TIMES = {"connect_timeout": 30, "read_timeout": 60}


class S3Store:
    """What stands below one prefix of a bucket."""

    def __init__(self, files: s3fs.S3FileSystem, prefix: str, place: str) -> None:
        self._files, self._prefix, self._place = files, prefix.rstrip("/"), place

    def files(self, pattern: str) -> Sequence[Stored]:
        """The objects that a key names; `*` stands for what is no `/`."""
        with refusing(self._place):
            found = self._files.glob(f"{self._prefix}/{pattern}", detail=True)
        return [
            Stored(path, int(one["size"]), one["LastModified"].timestamp())
            for path, one in sorted(found.items())
            if one["type"] == "file"
        ]

    def read(self, path: str) -> Iterator[bytes]:
        """An object, chunk by chunk."""
        with refusing(self._place), self._files.open(path, "rb", block_size=5 * CHUNK) as file:
            while chunk := file.read(CHUNK):
                yield chunk


@contextmanager
def store(connection: Connection, place: str, limits: Limits) -> Iterator[Store]:
    """A bucket, or what stands below a prefix of it."""
    parts = urlsplit(connection.address)
    with refusing(place):
        files = s3fs.S3FileSystem(config_kwargs=TIMES, skip_instance_cache=True)
        yield S3Store(files, f"{parts.netloc}{parts.path}", place)


@contextmanager
def refusing(place: str) -> Iterator[None]:
    """What the store or the way to it refuses, in words."""
    try:
        yield
    except FileNotFoundError:
        raise SourceError(f"{place}: no such bucket or object; mend the address") from None
    except PermissionError:
        raise SourceError(
            f"{place}: the store refuses the keys; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        ) from None
    except (BotoCoreError, ClientError, OSError) as error:
        raise SourceError(
            f"{place}: the store does not answer ({type(error).__name__}); check its address "
            "(FSSPEC_S3_ENDPOINT_URL) and keys, or try again later"
        ) from None
