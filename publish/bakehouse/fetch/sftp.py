"""Files behind SFTP, of servers whose key this machine knows."""

import stat
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import paramiko

from publish.bakehouse.fetch.kept import Limits, secret
from publish.bakehouse.fetch.stores import Store, Stored
from publish.declare.sources import Connection
from publish.errors import SourceError

PORT = 22
CHUNK = 1 << 20
SECONDS = 30
"""How long a server may be silent."""


class SftpStore:
    """A folder of a server, read as one user."""

    def __init__(self, sftp: paramiko.SFTPClient, folder: str, place: str) -> None:
        self._sftp, self._folder, self._place = sftp, PurePosixPath(folder or "."), place

    def files(self, pattern: str) -> Sequence[Stored]:
        """The files that a path names; `*` may stand in its last part."""
        wanted = self._folder / pattern
        with refusing(self._place):
            there = self._sftp.listdir_attr(str(wanted.parent))
        return [
            Stored(str(wanted.parent / one.filename), one.st_size or 0, float(one.st_mtime or 0))
            for one in sorted(there, key=lambda one: one.filename)
            if fnmatchcase(one.filename, wanted.name) and stat.S_ISREG(one.st_mode or 0)
        ]

    def read(self, path: str) -> Iterator[bytes]:
        """A file, chunk by chunk."""
        with refusing(self._place), self._sftp.open(path, "rb") as file:
            file.prefetch()
            while chunk := file.read(CHUNK):
                yield chunk


@contextmanager
def store(connection: Connection, place: str, limits: Limits) -> Iterator[Store]:
    """A store that answers; raises SourceError for one that does not, or whose key is unknown."""
    parts = urlsplit(connection.address)
    with closing(paramiko.SSHClient()) as client, refusing(place):
        client.load_system_host_keys()
        client.connect(
            parts.hostname or "localhost",
            port=parts.port or PORT,
            username=unquote(parts.username) if parts.username else None,
            password=secret(connection.password, place) if connection.password else None,
            allow_agent=not connection.password,
            look_for_keys=not connection.password,
            timeout=SECONDS,
            banner_timeout=SECONDS,
            auth_timeout=SECONDS,
        )
        sftp = client.open_sftp()
        channel = sftp.get_channel()
        if channel:
            channel.settimeout(SECONDS)
        # The first / ends the host: what follows is below the user's own folder, as in scp.
        yield SftpStore(sftp, unquote(parts.path).removeprefix("/"), place)


@contextmanager
def refusing(place: str) -> Iterator[None]:
    """What the server or the way to it refuses, in words."""
    try:
        yield
    except paramiko.BadHostKeyException:
        raise SourceError(
            f"{place}: the server shows another key than the one in ~/.ssh/known_hosts; ask who "
            "runs it before you change that file"
        ) from None
    except paramiko.AuthenticationException:
        raise SourceError(f"{place}: the server refuses the user, key or password") from None
    except paramiko.SSHException as error:
        if "not found in known_hosts" in str(error):
            raise SourceError(
                f"{place}: nothing tells whether this is the right server; run `sftp` to it once "
                "as the user who publishes, and compare the key that it shows"
            ) from None
        raise SourceError(f"{place}: the server cannot be talked to ({error})") from None
    except FileNotFoundError:
        raise SourceError(f"{place}: no such folder there; mend the path") from None
    except OSError as error:
        why = error.strerror or str(error) or type(error).__name__
        raise SourceError(f"{place}: the server does not answer: {why}; try again later") from None
