"""Questions on a terminal."""

import readline as _editing  # noqa: F401  arrows and backspace work in answers
from collections.abc import Iterator

import click

from publish.bakehouse.draft.dialogue import Back, Question, Unfit

BACK = "<"
HINT = "Enter takes what stands in [ ], `<` goes back, Ctrl-C ends and writes nothing."


def ask(question: Question) -> str:
    """The answer of who sits at the terminal; raises Back."""
    click.echo("\n".join(("", click.style(question.text, bold=True), *_shown(question))))
    prompt = f"[{question.default}] > " if question.default else "> "
    while True:
        typed = input(prompt)
        if typed.strip() == BACK:
            raise Back
        try:
            return question.answer(typed)
        except Unfit as unfit:
            click.echo(f"  {unfit}; `{BACK}` goes back")


def _shown(question: Question) -> Iterator[str]:
    yield from (f"  {line}" for line in question.shown)
    if question.choices and not any(one.leads_to for one in question.choices):
        yield "  " + ", ".join(_named(one.key, one.label) for one in question.choices)
        return
    for one in question.choices:
        yield f"  {_named(one.key, one.label)}" + (f": {one.leads_to}" if one.leads_to else "")


def _named(key: str, label: str) -> str:
    return key if key == label else f"{key} = {label}"
