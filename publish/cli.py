"""The console script `fournil`."""

from publish.commands import baking, keeping, keys, main, people, sending

__all__ = ["baking", "keeping", "keys", "main", "people", "sending"]

if __name__ == "__main__":
    main()
