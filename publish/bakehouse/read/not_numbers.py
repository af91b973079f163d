"""Numbers that are none (NaN, Infinity): what programs write where nothing could be computed."""

from collections.abc import Iterable, Iterator

from publish.bakehouse.read.exports import Remark


def not_numbers(counts: Iterable[tuple[str, int]]) -> Iterator[Remark]:
    """What is told of the values of each header that are missing for that."""
    for header, count in counts:
        if count:
            yield Remark(
                "not-a-number",
                f"column {header!r}: {count} values are NaN or Infinity, which are no numbers, "
                "and are missing",
                "write nulls in the export where a number is missing",
            )
