"""What contradicts itself in a table's policy; reads it as it was written."""

from collections.abc import Iterator

from publish.declare.column_rules import technique_of
from publish.declare.model import Finding, Tree
from publish.declare.policy import DEVIATIONS, Privacy, least_most
from publish.declare.tree import at, mapping


def policy_findings(table: Tree) -> Iterator[Finding]:
    """People that nobody can count, keys of nobody, and reviews of what is no free text."""
    columns = mapping(table.get("columns"))
    told = table.get("contributor") is not None or table.get("one_row_per_person") is not None
    if table.get("about") == "people" and not told:
        what = (
            "missing; name the column that tells people apart (it may be dropped), or, where "
            "nobody has two rows, say so: `one_row_per_person: {reviewed: …, why: …}`"
        )
        yield ("contributor",), what
    if table.get("series_key") is not None and not list(_keys(table, columns)):
        what = "no published pseudonym of a contributor; remove this key"
        yield ("series_key",), what
    yield from at(("privacy",), _threshold_findings(mapping(table.get("privacy"))))
    yield from at(("privacy",), _noise_findings(table))
    for name, column in columns.items():
        role = mapping(column).get("role")
        if mapping(column).get("review") is not None and role != "free_text":
            what = f"only for the role free_text; this column is {role}, so remove this key"
            yield ("columns", name, "review"), what


def _threshold_findings(privacy: Tree) -> Iterator[Finding]:
    least, change = privacy.get("k", Privacy().k), privacy.get("delta_k")
    if isinstance(least, int) and isinstance(change, int) and change > least:
        what = f"{change} is over `k`, {least}: a class of {least} people could never change"
        yield ("delta_k",), f"{what}; write at most {least}"


def _noise_findings(table: Tree) -> Iterator[Finding]:
    privacy = mapping(table.get("privacy"))
    if privacy.get("noise") is None:
        return
    if not table.get("aggregates"):
        what = "only for tables of counts"
        yield ("noise",), f"{what}; remove it, or declare `aggregates:`"
    if privacy.get("interval") is not None:
        yield ("interval",), "no number is hidden where all have noise; remove one of the two keys"
    noise = mapping(mapping(privacy["noise"]).get("cell_key"))
    k, deviation, most = privacy.get("k", Privacy().k), noise.get("deviation"), noise.get("most")
    if not isinstance(deviation, int | float) or not isinstance(most, int):
        return
    if isinstance(k, int) and DEVIATIONS[0] <= deviation <= DEVIATIONS[1]:
        least = least_most(k, deviation)
        if most < least:
            what = f"{most} is too little for numbers under {k}, of which none or {k} are shown"
            yield ("noise", "cell_key", "most"), f"{what}; write {least} or more, or remove it"


def _keys(table: Tree, columns: Tree) -> Iterator[str]:
    """The columns that would group the rows of a person."""
    for name, column in columns.items():
        kept = technique_of(mapping(column)) != "drop"
        if kept and (
            name == table.get("contributor") or mapping(column).get("role") == "identifier"
        ):
            yield name
