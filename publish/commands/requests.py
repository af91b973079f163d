"""`fournil people requests`: the register of what people ask by the GDPR, and its clock."""

from datetime import date, datetime

import click

from publish.commands import Command, as_of, say
from publish.commands.own_data import people
from publish.declare.site import SiteFolder
from publish.people.register import KINDS, OUTCOMES, WAYS, Kind, Noted, Outcome, Way

number_argument = click.argument("number", type=int)
why_option = click.option("--why", default="", help="The reasons, as the letter gives them.")


@people.group("requests", invoke_without_command=True)
@as_of
@click.pass_context
def requests(ctx: click.Context, as_of: date) -> None:
    """List what people asked, the open ones first, with the days that are left.

    What is asked at /desk/me stands here by itself; `note` adds what came by letter. A month to
    answer, three where `extend` gives reasons within the first. Nobody's name is kept; a year
    after it was closed a request is deleted.

    \b
    fournil people requests note access --by post --received 2026-12-01 --reference 2026/41
    fournil people requests close 3 given
    fournil people requests letter 3
    fournil people requests notices 3
    """
    if ctx.invoked_subcommand is None:
        from publish.people.register import listed

        found = listed(ctx.find_object(SiteFolder).desk)  # type: ignore[union-attr]
        say("\n".join(_line(one, as_of) for one in found) or "nobody asked anything yet")


@requests.command("note", cls=Command)
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--by", "way", type=click.Choice(WAYS), default="mail", help="How it came.")
@click.option(
    "--received", type=click.DateTime(["%Y-%m-%d"]), help="When it came (default: today, UTC)."
)
@click.option("--reference", default="", help="Where the letter is filed; nobody's name.")
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr", help="Of the letter.")
@click.option("--dataset", "datasets", multiple=True, help="What it is about (default: all).")
@as_of
@click.pass_obj
def note(
    site: SiteFolder,
    kind: Kind,
    way: Way,
    received: datetime | None,
    reference: str,
    language: str,
    datasets: tuple[str, ...],
    as_of: date,
) -> None:
    """Note a request that came by letter, e-mail or otherwise."""
    from publish.people.register import note_request, one_of

    day = received.date() if received else as_of
    about = site.chosen(datasets) if datasets else ()
    number = note_request(
        site.desk, kind, way, day, as_of, language=language, reference=reference, datasets=about
    )
    say(_line(one_of(site.desk, number), as_of))


@requests.command("close", cls=Command)
@number_argument
@click.argument("outcome", type=click.Choice(OUTCOMES))
@why_option
@as_of
@click.pass_obj
def close_request(site: SiteFolder, number: int, outcome: Outcome, why: str, as_of: date) -> None:
    """Note what became of a request; `letter` then writes the answer.

    given: what is held was handed over; corrected; erased, or "erased in part"; stopped: no longer
    used for what was objected to; nothing: nothing is held of them; refused, with --why; "taken
    back" by who asked.
    """
    from publish.people.register import close, one_of

    close(site.desk, number, outcome, why, as_of)
    say(_line(one_of(site.desk, number), as_of))


@requests.command("extend", cls=Command)
@number_argument
@why_option
@as_of
@click.pass_obj
def extend_request(site: SiteFolder, number: int, why: str, as_of: date) -> None:
    """Take two months more for a request, within its first, for reasons; `letter` tells them."""
    from publish.people.register import extend, one_of

    extend(site.desk, number, why, as_of)
    say(_line(one_of(site.desk, number), as_of))


@requests.command("letter", cls=Command)
@number_argument
@click.pass_obj
def write_letter(site: SiteFolder, number: int) -> None:
    """Print the letter of a request that was closed or extended, in its language."""
    from publish.people.answer_letters import letter
    from publish.people.register import one_of

    click.echo(letter(site, one_of(site.desk, number)))


@requests.command("notices", cls=Command)
@number_argument
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr", help="Of the letters.")
@as_of
@click.pass_obj
def write_notices(site: SiteFolder, number: int, language: str, as_of: date) -> None:
    """Print the letters to who received what was corrected or erased (art. 19), and who was told.

    Who mirrors or copied a release, nobody knows: they stand in no list.
    """
    from publish.people.notice_letters import notice_letter
    from publish.people.notices import notices
    from publish.people.register import one_of

    one = one_of(site.desk, number)
    found = notices(site, one)
    for each in found:
        if each.told:
            answer = f": {each.answer}" if each.answer else ", no answer noted"
            say(f"{each.recipient} was told on {each.told}{answer}")
        else:
            click.echo(f"{notice_letter(site, one, each, language, as_of)}\n")
    if not found:
        say(f"request {number}: nobody is to be told")


@requests.command("told", cls=Command)
@number_argument
@click.argument("recipient")
@click.option("--answer", default="", help="What they answered.")
@as_of
@click.pass_obj
def note_told(site: SiteFolder, number: int, recipient: str, answer: str, as_of: date) -> None:
    """Note that a recipient was told, as `notices` names them, and later what they answered."""
    from publish.people.notices import tell

    tell(site, number, recipient, answer, as_of)
    say(f"request {number}: {recipient} was told")


def _line(one: Noted, today: date) -> str:
    from publish.upkeep.people_clock import left

    filed = f", {one.reference}" if one.reference else ""
    about = f"  {', '.join(one.datasets)}" if one.datasets else ""
    said = f"request {one.number}  {one.kind}{about}  {one.received} by {one.way}{filed}"
    if one.closed:
        late = f", after its last day, {one.due}" if one.closed > one.due else ""
        return f"{said}  {one.outcome} on {one.closed}{late}"
    extended = "extended, " if one.extended else ""
    return f"{said}  {extended}{left(one, today)}"
