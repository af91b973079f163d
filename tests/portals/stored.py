"""Run by udata's own Python: `python stored.py PORT FOLDER` writes all that its database holds.

One file a collection, its documents as they are stored: also of what was deleted, and of what no
API shows.
"""

import sys
from pathlib import Path


def write_all(port: int, folder: Path) -> None:
    """Every document of every collection."""
    from bson import encode
    from pymongo import MongoClient

    database = MongoClient("127.0.0.1", port)["udata"]
    for name in database.list_collection_names():
        stored = b"\n".join(encode(document) for document in database[name].find())
        (folder / f"{name}.bson").write_bytes(stored)


if __name__ == "__main__":
    write_all(int(sys.argv[1]), Path(sys.argv[2]))
