"""The elements of an XML file of any size, one in memory at once."""

from collections.abc import Iterator
from typing import IO
from xml.etree import ElementTree

DEPTH = 200
"""Elements within one another, further than any program of spreadsheets goes."""
INSIDE = 1 << 20
"""Elements within a row, a string or the like: 16,384 cells, each with its parts."""

Element = ElementTree.Element


def elements(file: IO[bytes], *names: str) -> Iterator[Element]:
    """The elements of those names in any namespace, in order of their ends."""
    return (element for _, element in closed(file, *names))


def closed(file: IO[bytes], *names: str) -> Iterator[tuple[list[Element], Element]]:
    """The same with those around them; raises ParseError for what has no measure."""
    around: list[Element] = []
    inside = held = 0
    for event, element in _events(file):
        named = local(element.tag) in names
        if event == "start":
            inside += named
            held = held + 1 if inside else 0
            around.append(element)
            if len(around) > DEPTH or held > INSIDE:
                raise ElementTree.ParseError("elements within one another beyond measure")
            continue
        around.pop()
        if named:
            inside -= 1
            yield around, element
        if not inside and around:
            around[-1].remove(element)


def _events(file: IO[bytes]) -> Iterator[tuple[str, Element]]:
    """The starts and ends of elements; raises ParseError, also for an encoding that is none."""
    try:
        # Expat itself refuses documents whose entities grow without measure.
        yield from ElementTree.iterparse(file, ("start", "end"))  # noqa: S314
    except (LookupError, ValueError) as error:
        raise ElementTree.ParseError(str(error)) from None


def local(tag: str) -> str:
    """The name of an element or attribute without its namespace."""
    return tag.rpartition("}")[2]
