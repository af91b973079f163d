"""Questions on a terminal, in the language of who sits there."""

import readline as _editing  # noqa: F401  arrows and backspace work in answers
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import click

from publish.bakehouse.draft.dialogue import Back, Choice, Question, Unfit
from publish.declare.site import SiteFolder
from publish.errors import DeclarationError
from publish.site.text.languages import LANGUAGES, translations
from publish.words.told import Told, told

BACK = "<"
HINT = told("Enter takes what stands in [ ], `<` goes back, Ctrl-C ends and writes nothing.")
LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Where POSIX says which language a terminal speaks: the first that is set."""


def language_of(environment: Mapping[str, str], site: SiteFolder) -> str:
    """The language of a terminal; the site's first where it names none of ours, as `C` does."""
    said = next((value for name in LOCALES if (value := environment.get(name))), "")
    language = said[:2].lower()
    if language in LANGUAGES:
        return language
    try:
        return site.metadata().languages[0]
    except DeclarationError:
        return "en"


class Asking:
    """Asks a person in a language."""

    def __init__(self, language: str) -> None:
        self._gettext = translations(language).gettext

    def says(self, text: str) -> str:
        """A text in the language, where the catalogs know it."""
        return text.spoken(self._gettext) if isinstance(text, Told) else text

    def ask(self, question: Question) -> str:
        """The answer of who sits at the terminal; raises Back."""
        asked = self._spoken(question)
        click.echo("\n".join(("", click.style(asked.text, bold=True), *self._shown(asked))))
        prompt = f"[{asked.proposed}] > " if asked.proposed else "> "
        while True:
            typed = input(prompt)
            if typed.strip() == BACK:
                raise Back
            try:
                return asked.answer(typed)
            except Unfit as unfit:
                goes_back = told("%(unfit)s; `%(back)s` goes back", unfit=unfit.why, back=BACK)
                click.echo(f"  {self.says(goes_back)}")

    def _spoken(self, question: Question) -> Question:
        says = self.says
        return replace(
            question,
            text=says(question.text),
            shown=tuple(map(says, question.shown)),
            choices=tuple(_choice(one, says) for one in question.choices),
        )

    def _shown(self, question: Question) -> Iterator[str]:
        yield from (f"  {line}" for line in question.shown)
        named = [(_named(one.typed, one.label), one.leads_to) for one in question.choices]
        if not any(leads_to for _, leads_to in named):
            yield from ["  " + ", ".join(choice for choice, _ in named)] if named else ()
            return
        for choice, leads_to in named:
            whole = told("%(choice)s: %(leads_to)s", choice=choice, leads_to=leads_to)
            yield f"  {self.says(whole) if leads_to else choice}"


def _choice(choice: Choice, says: Callable[[str], str]) -> Choice:
    return replace(
        choice,
        label=says(choice.label),
        leads_to=says(choice.leads_to),
        sign=says(choice.sign),
    )


def _named(sign: str, label: str) -> str:
    return sign if sign == label else f"{sign} = {label}"
