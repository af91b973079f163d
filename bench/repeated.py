"""CPU of answers that are in memory: `python -m bench.repeated FOLDER [REQUESTS]`.

`FOLDER` is a site with the demo's releases. One worker, one connection that stays; each answer is
asked for whole, then with the ETag that it came with (304). The server's CPU by the kernel's
account, in steps of 10 ms.
"""

import os
import socket
import sys
from pathlib import Path
from urllib.parse import urlsplit

from tests.servers import serving

PAGES = ("/", "/lieux-partages/places?_lang=fr", "/lieux-partages/places.json")


def cpu(process: int) -> float:
    """Seconds of CPU that a process has had."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Connection:
    """A connection that stays, and what came last over it."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        assert parts.hostname and parts.port
        self._socket = socket.create_connection((parts.hostname, parts.port))
        self._host = parts.netloc

    def ask(self, path: str, etag: str = "") -> dict[str, str]:
        """The headers of an answer, whose body is read; `status` among them."""
        held = f"If-None-Match: {etag}\r\n" if etag else ""
        asked = f"GET {path} HTTP/1.1\r\nHost: {self._host}\r\nAccept-Encoding: gzip\r\n{held}\r\n"
        self._socket.sendall(asked.encode())
        found = b""
        while b"\r\n\r\n" not in found:
            found += self._socket.recv(262_144)
        head, _, body = found.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): said for name, _, said in (one.partition(": ") for one in lines)}
        left = int(headers.get("content-length", 0)) - len(body)
        while left > 0:
            left -= len(self._socket.recv(262_144))
        return headers | {"status": status.split()[1]}


def main() -> None:
    """Prints a line per page: the milliseconds of CPU of an answer, whole and unchanged."""
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    with serving(Path(sys.argv[1])) as server:
        [worker] = server.workers()
        connection = Connection(server.address)
        for path in PAGES:
            etag = connection.ask(path)["etag"]
            for told, status in (("", "200"), (etag, "304")):
                began = cpu(worker)
                for _ in range(rounds):
                    assert connection.ask(path, told)["status"] == status
                print(f"{path:<36} {status} {(cpu(worker) - began) / rounds * 1000:7.3f} ms")


if __name__ == "__main__":
    main()
