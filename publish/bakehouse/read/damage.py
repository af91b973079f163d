"""Damaged files: libraries raise anything of them, a panic of Rust too."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from publish.errors import FournilError, SourceError

PANICS = "pyo3_runtime"


def unreadable(file: str, error: OSError) -> Exception:
    """What to raise where the system does not give a file's bytes."""
    if error.errno == errno.ENOMEM:
        return MemoryError()
    return SourceError(f"{file}: cannot be read: {error.strerror or error}")


@contextmanager
def refusing(file: str) -> Iterator[None]:
    """Whatever is raised inside is a refusal of the file, in words.

    What the machine lacks (memory, room) is no fault of the file and passes.
    """
    try:
        yield
    except (FournilError, MemoryError, duckdb.OutOfMemoryException):
        raise
    except OSError as error:
        raise unreadable(file, error) from None
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__module__ != PANICS:
            raise
        raise SourceError(
            f"{file}: cannot be read whole ({type(error).__name__}): damaged, or not what its "
            "name says; save it again in the program that made it, or as CSV"
        ) from error
