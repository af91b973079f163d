"""Delimited text: CSV, TSV and their like, in any encoding, as text, nothing lost silently."""

from collections.abc import Iterator

from publish.engine import Workspace
from publish.read.exports import Export, Request


def read(request: Request, workspace: Workspace) -> Iterator[Export]:
    """One export: strict reading by RFC 4180, records counted by `publish.read.scan`."""
    raise NotImplementedError
    yield
