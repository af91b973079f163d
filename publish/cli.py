"""The console script `fournil`."""

from publish.commands import (
    baking,
    desk,
    desk_clearance,
    desk_erase,
    desk_log,
    desk_mail,
    desk_members,
    desk_propose,
    desk_review,
    desk_services,
    desk_tokens,
    desk_trust,
    governance,
    keeping,
    keys,
    main,
    own_data,
    partners,
    people,
    reuses,
    sending,
    usage,
)

__all__ = [
    "baking",
    "desk",
    "desk_clearance",
    "desk_erase",
    "desk_log",
    "desk_mail",
    "desk_members",
    "desk_propose",
    "desk_review",
    "desk_services",
    "desk_tokens",
    "desk_trust",
    "governance",
    "keeping",
    "keys",
    "main",
    "own_data",
    "partners",
    "people",
    "reuses",
    "sending",
    "usage",
]

if __name__ == "__main__":
    main()
