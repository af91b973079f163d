"""Text declared in an older encoding that is UTF-8: every letter beyond ASCII would be garbled.

No byte is wrong in such an encoding, so that nothing else stops it: a service that was upgraded
exports UTF-8 from one week to the next, and `é` would be published as `Ã©`.
"""

import codecs
import re
from collections.abc import Iterator

from publish.errors import SourceError

HIGH = bytes(range(0x80, 0x100))
# The letters of Western Europe; in older encodings a capital, and a sign that follows no letter.
LETTER = re.compile(rb"\xc3[\x80-\xbf]")


def not_utf8(chunks: Iterator[bytes], file: str, encoding: str) -> Iterator[bytes]:
    """The chunks of a text in `encoding`; raises SourceError after the last one if it is UTF-8."""
    if not _of_single_bytes(encoding):
        yield from chunks
        return
    decoder: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
    line, letter, found = 1, b"", 0
    for data in chunks:
        if decoder and not _decodes(decoder, data):
            decoder = None
        elif decoder and not letter and (match := LETTER.search(data)):
            letter, found = match[0], line + data.count(b"\n", 0, match.start())
        line += data.count(b"\n")
        yield data
    if decoder and letter and _decodes(decoder, b"", final=True):
        raise SourceError(
            f"{file}: line {found}: {letter.hex(' ').upper()} is {letter.decode()} in UTF-8, as "
            f"all of the file is, and `{letter.decode(encoding, 'replace')}` in {encoding}; "
            f"remove `encoding: {encoding}`, or give the file a source of its own without it"
        )


def _of_single_bytes(encoding: str) -> bool:
    """Whether each byte beyond ASCII is a character or none at all, as in no Unicode."""
    single = len(HIGH.decode(encoding, "replace")) == len(HIGH)
    return single and not codecs.lookup(encoding).name.startswith("utf")


def _decodes(decoder: codecs.IncrementalDecoder, data: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(data, final)
    except UnicodeDecodeError:
        return False
    return True
