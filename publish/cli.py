"""The console script `fournil`."""

from publish.commands import baking, desk, keeping, keys, main, people, reuses, sending, usage

__all__ = ["baking", "desk", "keeping", "keys", "main", "people", "reuses", "sending", "usage"]

if __name__ == "__main__":
    main()
