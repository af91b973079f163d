"""What forgetting found and did, in lines for a maintainer: no name, what goes, what waits."""

from collections.abc import Iterator

from publish.bakehouse.forget import Forgotten, Rows
from publish.declare.declaration import Push
from publish.declare.table import Table


def words(one: Forgotten) -> Iterator[str]:
    """The lines on a dataset; none where nothing of it is concerned."""
    if not (one.concerned or one.noted or one.unread):
        return
    tables = len(one.rows)
    where = f"{_people(len(one.people))} in {_count(tables, 'table', 'tables')}"
    yield f"{one.name}: {where}, {_count(one.kept, 'kept release', 'kept releases')}"
    if one.unread:
        yield f"  it could not be looked through: {one.unread}"
    if one.known:
        yield (
            f"  {_people(len(one.known))} whom no export names today, known from earlier releases: "
            "no export to come brings them back; what is still published of them goes as for others"
        )
    for table, rows in one.rows.items():
        yield f"  {table}: {_count(sum(rows.values()), 'row', 'rows')}; {_way(one, table, rows)}"
    if one.taken:
        yield f"  taken down now, since they show them: {', '.join(one.taken)}"
    if one.kept and one.concerned:
        yield (
            "  what is already out stays in the releases that are kept until then, and beside the "
            "next one an older copy shows what went; "
            f"`fournil withdraw {one.name} --why …` takes them down now"
        )
    if one.declared.push and one.concerned:
        portals = _portals(one.declared.push)
        yield (
            f"  sent to {_count(len(portals), 'portal', 'portals')} ({', '.join(portals)}): run "
            f"`fournil push {one.name}` after the next publication"
        )
    if one.concerned and not one.noted:
        yield f"  not noted there: run `fournil forget {one.name}`, or `fournil forget` for all"


def _portals(push: Push) -> list[str]:
    """The addresses of the portals that a dataset is sent to."""
    return [destination.address for _, destination in push]


def _way(one: Forgotten, table: str, rows: Rows) -> str:
    """What becomes of the rows of a table, and when."""
    declared: Table = one.declared.tables[table]
    place = f"data/{one.name}/dataset.yaml"
    ways = {
        "named": "gone at the next publication, and older releases with it",
        "records": _waits(declared),
        "aggregates": _waits(declared),
        "rows": "gone at the next publication (`forget: rows`), and older releases with them",
        "texts": "their texts are emptied at the next publication (`forget: texts`), and older "
        "releases with them go",
        "things": "they stay, without the person: to drop what was written declare "
        f"`forget: texts` or `forget: rows` for the table in {place}",
    }
    kind = (declared.forget or "things") if declared.mode == "things" else declared.mode
    return ways.get(kind or "", "nothing of it is published")


def _waits(declared: Table) -> str:
    noise = declared.rule.noise
    if noise is not None and noise.dp is not None:
        return "not counted any more from the next publication on"
    return (
        "not worked on any more; what is published of them waits until "
        f"{declared.rule.delta_k} people leave the same class, on no day that is known"
    )


def _people(number: int) -> str:
    return _count(number, "person", "people")


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
