"""Headers that a partner's file names in two ways: to be used, and to be left alone."""

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from publish.declare.model import Finding, Tree
from publish.declare.partner import MapRule
from publish.declare.recipes import done
from publish.declare.tree import mapping, texts


def unused_findings(tree: Tree) -> Iterator[Finding]:
    """A file of `partners/`, as it was written: what is `unused` makes nothing."""
    uses = {f"`map.{name}`": named_by(rule) for name, rule in mapping(tree.get("map")).items()}
    uses["`id`"] = {header for _, header in texts(tree, "id")}
    uses["`updated`"] = named_by(tree.get("updated"))
    for place, header in texts(tree, "unused"):
        if using := [name for name, headers in uses.items() if header in headers]:
            yield place, f"{header!r} is used by {' and '.join(using)}; take it out here, or there"


def named_by(rule: object) -> set[str]:
    """All headers of a rule as it was written; none of one that is told of elsewhere."""
    written = rule if isinstance(rule, Mapping) else {"from": rule}
    try:
        read = MapRule.model_validate(written)
    except ValidationError:
        return set()
    return {*read.headers, *(header for step in read.steps for header in done(step).headers)}
