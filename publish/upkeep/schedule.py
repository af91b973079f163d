"""Timers that run `fournil update` as often as the declared frequencies ask, each in its form."""

import getpass
import random
import re
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from publish.declare.site import SiteFolder
from publish.errors import FournilError
from publish.upkeep.update import WEBHOOK
from publish.words.frequencies import FREQUENCIES

ENVIRONMENT = "/etc/fournil.env"
DELAY = 3600
"""Seconds over which runs are spread by chance, so that sites do not come all at once."""

TIMER = "fournil-update.timer"


@dataclass(frozen=True)
class Schedule:
    """What is run, for whom, when: week days as cron counts them, and the keys' variables."""

    root: Path
    program: Path
    user: str
    days: tuple[int, ...]
    minute: int
    keys: tuple[str, ...]

    @property
    def variables(self) -> tuple[str, ...]:
        """The environment variables that a run reads."""
        return (*self.keys, WEBHOOK)

    @property
    def cron(self) -> str:
        """When, as cron writes it."""
        days = "*" if len(self.days) == 7 else ",".join(map(str, self.days))
        return f"{self.minute} 4 * * {days}"

    def command(self, delay: int = 0) -> str:
        """The command line, for a shell."""
        spread = [f"--delay={delay}"] if delay else []
        words = [str(self.program), f"--site={self.root}", "update", "--quiet", *spread]
        return shlex.join(words)


def schedule_of(site: SiteFolder) -> Schedule:
    """The schedule that fits a site: daily, twice a week or weekly; raises DeclarationError."""
    datasets = [site.dataset(name) for name in site.datasets()]
    spans = [FREQUENCIES[one.frequency].days for one in datasets]
    keys = {one.push.data_gouv.key for one in datasets if one.push}
    return Schedule(
        root=site.root.resolve(),
        program=Path(sys.executable).with_name("fournil"),
        user=getpass.getuser(),
        days=_days(min((days for days in spans if days is not None), default=7.0)),
        minute=random.randrange(60),  # noqa: S311
        keys=tuple(sorted(keys)),
    )


def _days(span: float) -> tuple[int, ...]:
    if span < 3:
        return tuple(range(7))
    return (1, 4) if span < 7 else (1,)


NAMES = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")


def systemd(schedule: Schedule) -> dict[str, str]:
    """A service and its timer; systemd never runs a service twice at once."""
    when = "*-*-*" if len(schedule.days) == 7 else ",".join(NAMES[day] for day in schedule.days)
    keys = "".join(f"#   {name}=…\n" for name in schedule.variables)
    service = f"""\
[Unit]
Description=Fournil: publish and push
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
User={schedule.user}
UMask=0077
# Readable by root alone; it holds:
{keys}EnvironmentFile=-{ENVIRONMENT}
ExecStart={_escaped(schedule.command())}
TimeoutStartSec=12h
ProtectSystem=strict
ReadWritePaths="{_escaped(str(schedule.root))}"
PrivateTmp=true
NoNewPrivileges=true
"""
    timer = f"""\
[Unit]
Description=Fournil: publish and push, on time

[Timer]
OnCalendar={when} 04:{schedule.minute:02}
RandomizedDelaySec={DELAY}
Persistent=true

[Install]
WantedBy=timers.target
"""
    return {"fournil-update.service": service, TIMER: timer}


def _escaped(words: str) -> str:
    """As a unit file reads it: % and $ stand for themselves."""
    return words.replace("%", "%%").replace("$", "$$")


def cron(schedule: Schedule) -> dict[str, str]:
    """Lines for `crontab -e`, the keys to fill in; cron mails what is printed: failures."""
    lock = shlex.quote(str(schedule.root / "private" / ".update"))
    # In a crontab, a plain % ends the command.
    command = f"flock -n {lock} {schedule.command(DELAY)}".replace("%", r"\%")
    keys = "".join(f"# {name}=…\n" for name in schedule.variables)
    head = f"# To be filled in:\n{keys}"
    return {"crontab": f"{head}{schedule.cron} {command}\n"}


def github(schedule: Schedule) -> dict[str, str]:
    """A workflow for a runner of your own: `private/` must stay from one run to the next."""
    secrets = "".join(f"      {name}: ${{{{ secrets.{name} }}}}\n" for name in schedule.variables)
    text = f"""\
# Runs on a machine of yours (a self-hosted runner with the label `fournil`), where the site's
# folder is: its keys and its past, in private/, must stay from one run to the next and never
# leave that machine.
name: Publish and push
on:
  schedule:
    - cron: "{schedule.cron}"
  workflow_dispatch:
concurrency:
  group: fournil
  cancel-in-progress: false
permissions: {{}}
jobs:
  update:
    runs-on: [self-hosted, fournil]
    timeout-minutes: 720
    env:
{secrets}    steps:
      - run: {_quoted(schedule.command(DELAY))}
"""
    return {".github/workflows/fournil.yml": text}


def gitlab(schedule: Schedule) -> dict[str, str]:
    """A job for a runner of your own, run by a pipeline schedule."""
    keys = ", ".join(schedule.variables)
    text = f"""\
# Runs on a machine of yours (a runner with the tag `fournil`), where the site's folder is: its
# keys and its past, in private/, must stay from one run to the next and never leave it.
# Under Build > Pipeline schedules: {schedule.cron}
# Under Settings > CI/CD > Variables, masked: {keys}
update:
  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule"
  tags: [fournil]
  resource_group: fournil
  timeout: 12h
  script:
    - {_quoted(schedule.command(DELAY))}
"""
    return {".gitlab-ci.yml": text}


def _quoted(command: str) -> str:
    """A command as a YAML text."""
    return "'" + command.replace("'", "''") + "'"


SCHEDULERS: Mapping[str, Callable[[Schedule], dict[str, str]]] = {
    "systemd": systemd,
    "cron": cron,
    "github": github,
    "gitlab": gitlab,
}


def write(files: Mapping[str, str], folder: Path) -> Iterator[Path]:
    """Write the files into a folder; raises FournilError rather than replace another's file."""
    for name, text in files.items():
        path = folder / name
        if path.exists() and not _same(path.read_text(encoding="utf-8"), text):
            raise FournilError(f"{path} is there already and says something else; move it away")
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_text(text, encoding="utf-8")
        yield path


def _same(old: str, new: str) -> bool:
    """Whether two texts differ in the minute at most, which is drawn by chance."""
    minute = re.compile(r"(04:|cron: \"|schedules: |^)\d+", re.MULTILINE)
    return minute.sub(r"\1", old) == minute.sub(r"\1", new)
