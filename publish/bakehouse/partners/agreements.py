"""Whether a partner agreed to what is published today: without that, its rows go."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from publish.declare.partner import Partner
from publish.errors import Problem

SOON = timedelta(days=28)
"""How long before its end an agreement is warned of."""


def stands(partner: Partner, day: date) -> bool:
    """Whether a partner's agreement covers a day."""
    return partner.agreed.on <= day <= partner.agreed.until


def agreement_problems(
    dataset: str, partners: Mapping[str, Partner], day: date
) -> Iterator[Problem]:
    """The warnings for partners whose agreement does not cover a day, or ends soon."""
    for name, partner in partners.items():
        if said := _said(partner, day):
            yield Problem(
                "partner-agreement",
                f"{dataset}.partners.{name}",
                said,
                "ask for a new one, and write its days under `agreed:`; or remove the file",
                "warning",
                private=True,
            )


def _said(partner: Partner, day: date) -> str:
    """What is wrong with an agreement; "" where it stands for long."""
    agreed, nothing = partner.agreed, "nothing of this partner is published"
    if day > agreed.until:
        return f"the agreement ended on {agreed.until}: {nothing}"
    if day < agreed.on:
        return f"the agreement begins on {agreed.on}: {nothing}"
    if agreed.until - day < SOON:
        return f"the agreement ends on {agreed.until}: after that day, {nothing}"
    return ""
