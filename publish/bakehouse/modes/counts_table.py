"""The declaration of a table of what a tool counted, for one kind of period."""

from collections.abc import Iterator

from publish.declare.chart import Chart, Measure
from publish.declare.column import Column, Constraints, Text
from publish.declare.counts import FIRST_DAYS, OTHER, PERIOD_COLUMNS, VISITOR_DAYS, Counts
from publish.declare.declaration import Browse, Table

OTHERS = Text(fr="Autres", en="Other")
BY_MONTH = Text(fr="Visiteurs-jours par mois", en="Visitor-days by month")
EVERY = {
    "day": Text(fr="par jour", en="by day"),
    "week": Text(fr="par semaine", en="by week"),
    "month": Text(fr="par mois", en="by month"),
}
PERIOD = {
    "day": Column(
        type="date",
        role="open",
        title=Text(fr="Jour", en="Day"),
        description=Text(
            fr="Jour de la mesure. Un jour manque quand il montrerait un petit nombre.",
            en="Day of the measure. A day is left out where it would show a small number.",
        ),
        constraints=Constraints(required=True),
    ),
    "week": Column(
        type="string",
        role="open",
        title=Text(fr="Semaine", en="Week"),
        description=Text(fr="Semaine ISO 8601, du lundi au dimanche.", en="ISO 8601 week."),
        constraints=Constraints(required=True, pattern=r"\d{4}-W\d{2}"),
    ),
    "monday": Column(
        type="date",
        role="open",
        title=Text(fr="Lundi", en="Monday"),
        description=Text(fr="Premier jour de la semaine.", en="First day of the week."),
        constraints=Constraints(required=True),
    ),
    "month": Column(
        type="date",
        role="open",
        title=Text(fr="Mois", en="Month"),
        description=Text(
            fr="Mois, fait de semaines entières : celles dont le jeudi y tombe.",
            en="Month, made of whole weeks: those whose Thursday it holds.",
        ),
        constraints=Constraints(required=True),
    ),
    "first_day": Column(
        type="date",
        role="open",
        title=Text(fr="Du", en="From"),
        description=Text(fr="Lundi de sa première semaine.", en="Monday of its first week."),
        constraints=Constraints(required=True),
    ),
    "last_day": Column(
        type="date",
        role="open",
        title=Text(fr="Au", en="To"),
        description=Text(fr="Dimanche de sa dernière semaine.", en="Sunday of its last week."),
        constraints=Constraints(required=True),
    ),
}


def counts_table(declared: Table, counts: Counts, every: str) -> Table:
    """The table as it leaves: its period, what it is counted by, and the sums."""
    columns = {name: PERIOD[name] for name in PERIOD_COLUMNS[every]}
    columns |= {name: _kept(declared.columns[name]) for name in counts.within}
    columns |= dict(_labels(declared, counts))
    columns[VISITOR_DAYS] = _visitor_days(counts)
    columns |= {name: _kept(declared.columns[name]) for name in counts.sum}
    accepted = {name: one for name, one in declared.accept.items() if name in columns}
    return declared.model_copy(
        update={
            "title": _together(declared.title, EVERY[every], ", "),
            "description": _together(declared.description, _said(counts), " "),
            "primary_key": (),
            "columns": columns,
            "browse": Browse(facets=(*counts.by, *counts.within), sort=f"-{FIRST_DAYS[every]}"),
            "charts": tuple(_charts(counts, every)),
            "counts": counts.model_copy(update={"every": (every,)}),
            "accept": accepted,
        }
    )


def _kept(column: Column) -> Column:
    """The column without what was declared of single rows."""
    return column.model_copy(update={"header": None, "constraints": Constraints()})


def _labels(declared: Table, counts: Counts) -> Iterator[tuple[str, Column]]:
    for number, name in enumerate(counts.by):
        column = _kept(declared.columns[name])
        if number == 0:
            labels = {**column.labels, OTHER: OTHERS}
            column = column.model_copy(update={"labels": labels})
        yield name, column


def _visitor_days(counts: Counts) -> Column:
    text = Text(
        fr="Somme des visiteurs de chaque jour : qui vient deux jours compte deux fois, car "
        "personne n’est suivi d’un jour à l’autre.",
        en="The visitors of each day, added up: who comes on two days counts twice, since nobody "
        "is followed from one day to the next.",
    )
    return Column(
        type="integer",
        role="open",
        title=Text(fr="Visiteurs-jours", en="Visitor-days"),
        description=text,
        constraints=Constraints(minimum=counts.k),
    )


def _said(counts: Counts) -> Text:
    k = counts.k
    return Text(
        fr=f"Un nombre figure quand, un même jour, {k} personnes ou plus étaient derrière ; les "
        "autres sont réunis sous « Autres ».",
        en=f"A number is shown where, on a single day, {k} people or more were behind it; the "
        "others are added up as “Other”.",
    )


def _together(before: Text | None, after: Text, mark: str) -> Text:
    if before is None:
        return after
    en = f"{before.en}{mark}{after.en}" if before.en else None
    return Text(fr=f"{before.fr}{mark}{after.fr}", en=en)


def _charts(counts: Counts, every: str) -> Iterator[Chart]:
    visitors = Measure(sum=VISITOR_DAYS)
    yield Chart(kind="line", column=FIRST_DAYS[every], by="month", measure=visitors, title=BY_MONTH)
    for name in (*counts.by[:1], *counts.within):
        yield Chart(kind="bars", column=name, measure=visitors)
