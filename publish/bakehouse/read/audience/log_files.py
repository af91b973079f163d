"""The logs of one source: none is read twice, be it packed anew, and none that overlaps another."""

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import islice

from publish.bakehouse.read.audience.log_lines import LINE, Line, Lines
from publish.bakehouse.read.exports import ExportRequest
from publish.bakehouse.read.transcode import unpacked
from publish.errors import SourceError

HEAD, HOSTS = 20, 3
"""So many lines one after another, from so many addresses, are in two logs only where both tell of
the same requests; two idle servers may well be asked by the same watchman in the same seconds."""
LONGEST = 2000


def apart(requests: Sequence[ExportRequest]) -> tuple[list[ExportRequest], list[str]]:
    """The files of which each holds something else, and the names of the others.

    Raises SourceError for one that cannot be unpacked whole.
    """
    if len(requests) == 1:
        return [*requests], []
    first: dict[bytes, ExportRequest] = {}
    again: list[str] = []
    for request in requests:
        digest = blake2b()
        for chunk in unpacked(request):
            digest.update(chunk)
        if first.setdefault(digest.digest(), request) is not request:
            again.append(request.file)
    return [*first.values()], again


class Heads:
    """How each log begins, to be found again in the others."""

    def __init__(self, requests: Sequence[ExportRequest]) -> None:
        heads = {one.file: _head(one) for one in requests} if len(requests) > 1 else {}
        self._heads = {file: head for file, head in heads.items() if head}
        self._firsts = {head[0] for head in self._heads.values()}

    def watched(self, file: str, lines: Iterator[Line]) -> Iterator[Line]:
        """The lines of a log; raises SourceError where another begins with lines of it."""
        begun: dict[str, int] = {}
        for number, line in lines:
            if begun or line in self._firsts:
                begun = dict(self._further(file, line, begun))
            yield number, line

    def _further(self, file: str, line: bytes, begun: dict[str, int]) -> Iterator[tuple[str, int]]:
        """How many lines of each other head stand here one after another."""
        for other, head in self._heads.items():
            at = begun.get(other, 0)
            found = at + 1 if head[at] == line else int(head[0] == line)
            if other == file or not found:
                continue
            if found == len(head):
                raise SourceError(
                    f"{other}: begins with lines that stand in {file} too; the requests of both "
                    "would count twice: hand over each line once, without older copies"
                )
            yield other, found


def _head(request: ExportRequest) -> tuple[bytes, ...]:
    """The first lines of a log; none where they come from too few addresses."""
    head, hosts = list[bytes](), set[bytes]()
    for _, line in islice(Lines(request).read(), LONGEST):
        head.append(line)
        hosts |= {found[1]} if (found := LINE.fullmatch(line)) else set()
        if len(head) >= HEAD and len(hosts) >= HOSTS:
            break
    return tuple(head) if len(hosts) >= HOSTS else ()
