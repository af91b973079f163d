"""Exports of survey forms: which program wrote one, and what each of its columns then is.

The programs write columns of their own beside the questions, in the language of who exports.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from publish.bakehouse.draft.browse import DraftColumn
from publish.bakehouse.draft.roles import RoleGuess
from publish.bakehouse.personal.kind import plain
from publish.words.told import told

CLOSED = 30
"""The most different answers of a closed question."""
LONG = 60
"""Characters: nobody lets people choose among longer answers."""


@dataclass(frozen=True)
class Form:
    """The columns that a program adds: who answered, which answer it is, and all else of its own.

    So many `signs` of them must be there, one of the `sure` ones, which nobody else writes, among
    them. Headers are without accents and capitals.
    """

    respondent: frozenset[str]
    answer: frozenset[str]
    sure: frozenset[str]
    own: frozenset[str]
    signs: int = 3

    @property
    def known(self) -> frozenset[str]:
        """All of its columns."""
        return self.respondent | self.answer | self.sure | self.own


def _headers(text: str) -> frozenset[str]:
    return frozenset(line.strip() for line in text.split("|"))


FORMS: Mapping[str, Form] = {
    "KoboToolbox": Form(
        respondent=_headers("_submitted_by|username|phonenumber|email"),
        answer=_headers("_uuid|_id|meta/instanceid|formhub/uuid"),
        sure=_headers("_submission_time|_validation_status|__version__|meta/rootuuid"),
        own=_headers(
            "start|end|today|deviceid|simserial|subscriberid|_index|_notes|_tags|_status"
            "|_parent_index|audit"
        ),
    ),
    "LimeSurvey": Form(
        respondent=_headers("token|code d'acces|access code"),
        answer=_headers("id|id de la reponse|response id|reponse id"),
        sure=_headers(
            "submitdate|date de soumission|date submitted|lastpage|derniere page|last page"
            "|startlanguage|langue de depart|langue de demarrage|start language"
        ),
        own=_headers(
            "seed|tete de serie|startdate|date de lancement|date started|datestamp|ipaddr"
            "|date de la derniere action|date last action|refurl|url de reference|referrer url"
            "|adresse ip|ip address"
        ),
    ),
    "Framaforms": Form(
        respondent=_headers("uid|nom d'utilisateur|username"),
        answer=_headers("sid|serial|numero de serie|numero|identifiant de la soumission"),
        sure=_headers(
            "completed time|modified time|heure de soumission|heure d'achevement"
            "|heure de modification|envoye le|soumis le"
        ),
        own=_headers("time|heure|draft|brouillon|adresse ip|ip address"),
    ),
    "Google Forms": Form(
        respondent=_headers(
            "adresse e-mail|adresse email|adresse electronique|email address|nom d'utilisateur"
            "|username"
        ),
        answer=frozenset(),
        sure=_headers("horodateur|timestamp"),
        own=_headers("score"),
        signs=1,
    ),
}


@dataclass(frozen=True)
class Survey:
    """A survey: the program that wrote its export, and who is behind an answer, if a column says.

    `columns` are those of the table, each with the role that it has in such a form.
    """

    form: str
    columns: list[DraftColumn]
    contributor: str | None


def form_of(headers: Sequence[str]) -> str | None:
    """The program that wrote an export with these headers; None where none is known."""
    spoken = [_plain(header) for header in headers]
    for name, form in FORMS.items():
        sure = form.sure.intersection(spoken)
        if sure and len(form.known.intersection(spoken)) >= form.signs > 1:
            return name
        # A lone time stamp stands first, before questions: a log begins with one, and asks nothing.
        if form.signs == 1 and spoken[:1] == sorted(sure) and any(map(_asks, spoken)):
            return name
    return None


def _asks(header: str) -> bool:
    return header.endswith("?") or header.count(" ") > 2


def surveyed(columns: Sequence[DraftColumn]) -> Survey | None:
    """The columns of a survey, told apart; None where no known program wrote the export."""
    name = form_of([column.header for column in columns])
    if name is None:
        return None
    form = FORMS[name]
    told = [_told(column, form, name) for column in columns]
    behind = [*_unique(columns, form.respondent), *_unique(columns, form.answer)]
    return Survey(name, told, behind[0] if behind else None)


def _unique(columns: Sequence[DraftColumn], headers: frozenset[str]) -> list[str]:
    """The columns with these headers that are filled, and different for nearly everyone."""
    return [
        column.name
        for column in columns
        if _plain(column.header) in headers
        and "" not in column.counts
        and 10 * len(column.counts) >= 9 * sum(column.counts.values())
    ]


def _told(column: DraftColumn, form: Form, name: str) -> DraftColumn:
    header = _plain(column.header)
    if header in form.respondent:
        return _as(column, "identifier", told("%(form)s writes here who answered", form=name))
    if header in form.answer:
        return _as(
            column, "identifier", told("%(form)s gives each answer a name of its own", form=name)
        )
    if header in form.own | form.sure:
        role = "identifier" if column.role.role == "identifier" else "quasi_identifier"
        return _as(column, role, told("%(form)s adds it: when or how somebody answered", form=name))
    if column.role.role != "open" or column.type.type != "string":
        return column
    values = [value for value in column.counts if value.strip()]
    if _is_open_question(values, sum(column.counts[value] for value in values)):
        return _as(column, "free_text", told("an open question: people may have written anything"))
    return replace(
        column,
        role=RoleGuess(why=(told("a closed question, %(number)s answers", number=len(values)),)),
    )


def _is_open_question(values: Sequence[str], answers: int) -> bool:
    long = any(len(value) > LONG and value.count(" ") > 5 for value in values)
    return long or (len(values) > CLOSED and 3 * len(values) > answers)


def _as(column: DraftColumn, role: str, why: str) -> DraftColumn:
    return replace(column, role=RoleGuess(role, True, (why,)))


def _plain(header: str) -> str:
    return plain(header.replace("’", "'").strip())
