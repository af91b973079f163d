"""Questions to a person, one after the other, each of which can be taken back."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


class Back(Exception):
    """The person wants the question before again."""


class Unfit(Exception):
    """What was typed answers nothing; the message says what would."""


@dataclass(frozen=True)
class Choice:
    """An answer that can be chosen by its key, and what it leads to."""

    key: str
    label: str
    leads_to: str = ""


@dataclass(frozen=True)
class Question:
    """What is asked: a text, what is shown with it, the choices, and what Enter answers.

    Without choices any text answers; an empty one only where it is not `needed`.
    """

    text: str
    shown: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    default: str = ""
    needed: bool = True

    def answer(self, typed: str) -> str:
        """The key of the choice, or the text, that was typed; raises Unfit."""
        given = typed.strip() or self.default
        if not self.choices:
            if self.needed and not given:
                raise Unfit("this is needed; type it, then Enter")
            return given
        for choice in self.choices:
            if given.casefold() in (choice.key.casefold(), choice.label.casefold()):
                return choice.key
        raise Unfit(f"type one of {', '.join(choice.key for choice in self.choices)}")


Dialogue = Generator[Question, str, T]
"""Asks by what it yields, is sent the answers, returns what they come to."""


def held(dialogue: Callable[[], Dialogue[T]], ask: Callable[[Question], str]) -> T:
    """What a dialogue comes to; `ask` gives the answer to a question, or raises Back."""
    given: list[str] = []
    while True:
        talk = dialogue()
        try:
            question = next(talk)
            for answer in given:
                question = talk.send(answer)
            while True:
                answer = ask(question)
                given.append(answer)
                question = talk.send(answer)
        except Back:
            # Told again from its beginning, without the last answer: nothing has to be undone.
            del given[-1:]
        except StopIteration as end:
            result: T = end.value
            return result
