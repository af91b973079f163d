"""The choices of `fournil policy` in words, and as YAML to paste; no value of anyone's."""

from collections.abc import Iterator, Sequence

from publish.bakehouse.advise.advice import Advice, Choice
from publish.bakehouse.advise.classes import Figures
from publish.bakehouse.advise.rung import Rung
from publish.bakehouse.draft.yaml_text import inline
from publish.bakehouse.protect.shares import percent
from publish.declare.bands import band_labels
from publish.declare.column import Column, Protect
from publish.declare.techniques import TECHNIQUES, Band, Ladder

SAID = {
    "round": "the nearest multiple of {to}",
    "grid": "the centre of a cell of {size} degrees",
    "prefix": "the first {length} of its characters",
    "truncate_date": "its {to}",
    "top_code": "at most {max}",
}
"""What techniques make of a value, over their parameters; of others, their own words are said."""


def text(name: str, found: Sequence[Advice]) -> str:
    """What a maintainer reads on the terminal."""
    if not found:
        return f"{name}: no table is about people, there is no policy to search"
    told = "\n\n".join("\n".join(_table(one)) for one in found)
    if not any(one.choices for one in found):
        return told
    return (
        f"{told}\n\nChoose one and put its lines in place of those of data/{name}/dataset.yaml, "
        f"then run `fournil check {name}`. docs/anonymise.md says what the figures mean."
    )


def _table(one: Advice) -> Iterator[str]:
    if one.none:
        yield f"{one.table}: {one.none}"
        return
    assert one.declared
    yield f"{one.table}: {one.rows} rows, {_asked(one)}"
    yield f"  as it is declared: {_figures(one.declared)}{_over(one, one.declared)}"
    yield f"  {_sure(one)}"
    for column, why in one.refused.items():
        yield f"  {column} can only leave in some of these forms: `{why}` names it"
    for number, choice in enumerate(one.choices, 1):
        yield f"\n  {number}. {_figures(choice.figures)}"
        yield from (f"     {line}".rstrip() for line in _yaml(one, choice))


def _asked(one: Advice) -> str:
    diverse = "".join(f", {n} different answers to {name}" for name, n in one.rule.l.items())
    most = percent(one.rule.max_suppressed)
    return f"{one.rule.k} people in a class{diverse}, at most {most} of rows suppressed"


def _figures(figures: Figures) -> str:
    return (
        f"NCP {figures.loss:.4f}, {percent(figures.suppressed)} of rows suppressed, "
        f"{figures.average:.1f} people in a class on average"
    )


def _over(one: Advice, figures: Figures) -> str:
    return ": too many, it is refused" if figures.suppressed > one.rule.max_suppressed else ""


def _sure(one: Advice) -> str:
    """How sure one may be that nothing loses less."""
    if one.finished and one.choices:
        return f"none of the {one.policies} policies of these ladders loses less than the first"
    if one.finished:
        return (
            f"none of the {one.policies} policies of these ladders is enough: declare coarser ones "
            "(`ladder` with a lookup of wider groups, `band`), raise `max_suppressed`, or publish "
            "counts (`aggregates:`)"
        )
    if one.choices:
        return (
            f"the best so far, when time was up: {one.looked_at} of {one.policies} policies looked "
            f"at, and none can lose less than {one.least:.4f}; `--seconds` gives it more time"
        )
    return "nothing was found in that time; `--seconds` gives it more, coarser ladders help too"


def _yaml(one: Advice, choice: Choice) -> Iterator[str]:
    """The lines of the declaration that change, and comments on all."""
    yield "tables:"
    yield f"  {one.table}:"
    if one.declaration.privacy is None:
        yield f"    privacy: {{k: {one.rule.k}}}"
    yield "    columns:"
    for name, rung in choice.policy.items():
        column = one.declaration.columns[name]
        if rung.protect == column.protect:
            yield f"      # {name} stays: {becomes(rung, column)}"
        else:
            assert rung.written is not None
            written = rung.written if isinstance(rung.written, str) else inline(rung.written)
            yield f"      {name}:"
            yield f"        protect: {written}  # {becomes(rung, column)}"


def becomes(rung: Rung, column: Column) -> str:
    """What a column's values become."""
    count = len(set(rung.published) - {None})
    values = f"{count} {'value' if count == 1 else 'values'}"
    if rung.protect is None:
        return f"as it is, {values}"
    if rung.dropped:
        return "left out"
    return f"{_said(rung.protect, column)}, {values}"


def _said(protect: Protect, column: Column) -> str:
    """What a technique with these parameters makes of a value."""
    parameters = protect.parameters
    if isinstance(parameters, Band):
        return " | ".join(band_labels(parameters.cuts, whole=column.type == "integer"))
    if isinstance(parameters, Ladder):
        return f"its `{parameters.to}` in {parameters.file or parameters.name}"
    words = SAID.get(protect.technique, TECHNIQUES[protect.technique].words["en"])
    return words.format_map(dict(parameters))
