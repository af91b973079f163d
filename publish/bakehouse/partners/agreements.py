"""Whether a partner agreed to what is published today: without that, its rows go."""

from datetime import date

from publish.declare.partner import Partner
from publish.errors import Problem


def stands(partner: Partner, day: date) -> bool:
    """Whether a partner's agreement covers a day."""
    return partner.agreed.on <= day <= partner.agreed.until


def left_out(dataset: str, name: str, partner: Partner, day: date) -> Problem:
    """The warning for a partner whose agreement does not cover a day."""
    agreed = partner.agreed
    over = f"ended on {agreed.until}" if day > agreed.until else f"begins on {agreed.on}"
    return Problem(
        "partner-agreement",
        f"{dataset}.partners.{name}",
        f"the agreement {over}: nothing of this partner is published",
        "ask for a new one, and write its days under `agreed:`; or remove the file",
        "warning",
        private=True,
    )
