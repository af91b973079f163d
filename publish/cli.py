"""The console script `fournil`."""

from publish.commands import baking, keeping, keys, main, people, reuses, sending, usage

__all__ = ["baking", "keeping", "keys", "main", "people", "reuses", "sending", "usage"]

if __name__ == "__main__":
    main()
