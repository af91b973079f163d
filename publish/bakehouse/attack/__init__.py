"""What an attacker gets from all kept releases, tried: each attack with a control that succeeds."""

from publish.bakehouse.attack.result import Result, as_dict, describe, exit_code
from publish.bakehouse.attack.run import attack

__all__ = ["Result", "as_dict", "attack", "describe", "exit_code"]
