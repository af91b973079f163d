"""Pushing datasets one after the other: what one portal refuses stops nothing else."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import date

from publish.declare.declaration import DataGouv, Dataset
from publish.declare.site import SiteFolder
from publish.errors import DeclarationError, FournilError, PortalDown, PushRefused
from publish.portals.outcome import PushOutcome, Result
from publish.portals.udata.data_gouv import Sent, planned, send
from publish.portals.udata.portal import Pace, Portal, Turns
from publish.portals.udata.sending import Planned, Sending
from publish.portals.udata.there import Home, home
from publish.progress import Reporter
from publish.release.refusal import UNSENT, remember_refusal
from publish.release.status import remember_push
from publish.release.stocklist import changing
from publish.release.store import Store

DEMO = "https://demo.data.gouv.fr"


@dataclass
class Run:
    """One push of a site: how, and the portals spoken to, each once for all its datasets.

    `demo` sends everything to demo.data.gouv.fr; `anew` makes again what was deleted there.
    """

    site: SiteFolder
    day: date
    reporter: Reporter
    dry: bool = False
    demo: bool = False
    anew: bool = False
    pace: Pace = field(default_factory=Pace)
    turns: dict[str, Turns] = field(default_factory=dict)
    portals: dict[tuple[str, str], Portal] = field(default_factory=dict)
    homes: dict[tuple[str, str, str], Home] = field(default_factory=dict)
    down: dict[str, str] = field(default_factory=dict)

    def address(self, declared: DataGouv) -> str:
        """The portal that a dataset goes to."""
        return (DEMO if self.demo else declared.address).rstrip("/")

    def home(self, declared: DataGouv) -> Home:
        """The organisation on its portal; raises PushRefused and PortalDown."""
        at = (self.address(declared), declared.key)
        if at not in self.portals:
            key = os.environ.get(declared.key, "")
            turns = self.turns.setdefault(at[0], Turns())
            self.portals[at] = Portal(at[0], key, declared.key, self.pace, turns)
        place = (*at, declared.organization)
        if place not in self.homes:
            self.homes[place] = home(self.portals[at], declared.organization)
        return self.homes[place]

    def close(self) -> None:
        """End all connections."""
        for portal in self.portals.values():
            portal.close()


Destination = Callable[[Run, str, Dataset], PushOutcome]


def push_all(run: Run, names: Sequence[str]) -> list[PushOutcome]:
    """The outcome of every dataset named, or of all that say where to push.

    Raises DeclarationError where none does, Busy when another run holds the site.
    """
    chosen = [*_chosen(run.site, names)]
    with nullcontext() if run.dry else changing(run.site.releases, run.site.private):
        try:
            return [one for name, dataset in chosen for one in _pushed(run, name, dataset)]
        finally:
            run.close()


def pushes(site: SiteFolder) -> bool:
    """Whether a dataset says where to push, as far as its declaration can be read."""
    return any(isinstance(one, Dataset) and one.push for _, one in _declared(site, ()))


def _declared(
    site: SiteFolder, names: Sequence[str]
) -> Iterator[tuple[str, Dataset | DeclarationError]]:
    for name in names or site.datasets():
        try:
            yield name, site.dataset(name)
        except DeclarationError as error:
            yield name, error


def _chosen(
    site: SiteFolder, names: Sequence[str]
) -> Iterator[tuple[str, Dataset | DeclarationError]]:
    found: list[tuple[str, Dataset | DeclarationError]] = []
    for name, dataset in _declared(site, names):
        if isinstance(dataset, DeclarationError) or dataset.push:
            found.append((name, dataset))
        elif names:
            raise DeclarationError(
                f"{site.declaration(name)}: no `push:` says where to; docs/push.md shows how"
            )
    if not any(isinstance(dataset, Dataset) for _, dataset in found):
        errors = [str(error) for _, error in found]
        raise DeclarationError(
            "\n".join(errors)
            or f"{site.data}: no dataset says where to push; docs/push.md shows how"
        )
    yield from found


def _pushed(run: Run, name: str, dataset: Dataset | DeclarationError) -> Iterator[PushOutcome]:
    if isinstance(dataset, DeclarationError):
        yield _failed(name, "", dataset)
        return
    for key, destination in DESTINATIONS.items():
        if dataset.push and getattr(dataset.push, key):
            outcome = destination(run, name, dataset)
            if not run.dry:
                remember_push(run.site.releases / name, run.day, outcome)
                note = run.site.private / name / UNSENT.format(key)
                why = f"{outcome.to}: {outcome.message}" if outcome.exit_code else None
                failed = remember_refusal(note, why, run.day)
                outcome = replace(outcome, again=failed is not None and failed.again)
            yield outcome


def data_gouv(run: Run, name: str, dataset: Dataset) -> PushOutcome:
    """Push a dataset to data.gouv.fr, or another portal run by udata."""
    assert dataset.push
    declared = dataset.push.data_gouv
    to = run.address(declared).partition("://")[2].removeprefix("www.")
    try:
        if dataset.demo:
            raise PushRefused(f"{name} is fictional (`demo: true`) and is never pushed")
        if to in run.down:
            raise PortalDown(f"not tried: {run.down[to]}")
        return _sent(run, name, declared, to)
    except PortalDown as error:
        run.down.setdefault(to, str(error).splitlines()[0])
        return _failed(name, to, error)
    except FournilError as error:
        return _failed(name, to, error)


DESTINATIONS: Mapping[str, Destination] = {"data_gouv": data_gouv}


def _failed(name: str, to: str, error: FournilError) -> PushOutcome:
    result: Result = "unreachable" if isinstance(error, PortalDown) else "refused"
    return PushOutcome(name, to, result, message=str(error), exit_code=error.exit_code)


def _sent(run: Run, name: str, declared: DataGouv, to: str) -> PushOutcome:
    run.reporter.step(name, f"look at {to}")
    store = Store(run.site.releases / name)
    release = store.current()
    metadata = run.site.metadata()
    address = metadata.address.rstrip("/") if metadata.address else None
    if not store.entries():
        return PushOutcome(name, to, "unchanged", message="no release yet")
    sending = Sending(
        name=name,
        store=store,
        declared=declared,
        home=run.home(declared),
        private=run.site.private / name,
        site=address or metadata.publisher.name,
        address=address,
        day=run.day,
        anew=run.anew,
    )
    plans = planned(sending)
    version = release.version if release else None
    diff = tuple(_diff(plans))
    if run.dry:
        return PushOutcome(name, to, "planned" if diff else "unchanged", version, diff=diff)
    sent = []
    for one in plans:
        run.reporter.step(name, f"send {one.title}: {len(one.steps)} steps")
        sent.append(send(sending, one))
    return _outcome(name, to, version, plans, sent)


def _outcome(
    name: str, to: str, version: str | None, plans: Sequence[Planned], sent: Sequence[Sent]
) -> PushOutcome:
    steps = [step for one in plans for step in one.steps]
    dated = all(step.dating for step in steps)
    result: Result = "unchanged" if not steps else "dated" if dated else "pushed"
    scores = [one.score for one in sent if one.score is not None]
    return PushOutcome(
        name,
        to,
        result,
        version,
        pages=tuple(one.page for one in sent),
        quality=min(scores, default=None),
        diff=tuple(_diff(plans)),
        notes=tuple(note for one in sent for note in one.notes),
    )


def _diff(plans: Sequence[Planned]) -> Iterator[str]:
    for one in plans:
        if one.steps:
            yield f"{one.title} ({one.mark.license}): {one.work.dataset or 'new'}"
        for step in one.steps:
            yield f"  {step.what}"
            yield from (f"    {line}" for line in step.diff)
