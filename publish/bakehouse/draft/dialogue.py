"""Questions to a person, one after the other, each of which can be taken back."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeVar

from publish.words.told import Told, told

T = TypeVar("T")


class Back(Exception):
    """The person wants the question before again."""


class Unfit(Exception):
    """What was typed answers nothing; `why` says what would."""

    def __init__(self, why: Told) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Choice:
    """An answer that can be chosen by its key, its `sign` or its label, and what it leads to.

    The sign is what a language writes in place of the key.
    """

    key: str
    label: str
    leads_to: str = ""
    sign: str = ""

    @property
    def typed(self) -> str:
        """What is typed for it."""
        return self.sign or self.key


YES_NO = (Choice("y", told("yes"), sign=told("y")), Choice("n", told("no"), sign=told("n")))


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

    @property
    def proposed(self) -> str:
        """What Enter stands for."""
        return next((one.typed for one in self.choices if one.key == self.default), self.default)

    def answer(self, typed: str) -> str:
        """The key of the choice, or the text, that was typed; raises Unfit."""
        given = typed.strip() or self.proposed
        if not self.choices:
            if self.needed and not given:
                raise Unfit(told("this is needed; type it, then Enter"))
            return given
        for choice in self.choices:
            if given.casefold() in {
                one.casefold() for one in (choice.key, choice.typed, choice.label)
            }:
                return choice.key
        signs = ", ".join(choice.typed for choice in self.choices)
        raise Unfit(told("type one of %(signs)s", signs=signs))


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
