"""Places of a person's own: an https server that takes files as WebDAV, LDP and a Cozy do."""

import ssl
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

TOKEN, USER, PASSWORD = "t0ken", "zoé", "passphrase é"
_SIGNED_IN = {
    f"Bearer {TOKEN}",
    f"Basic {b64encode(f'{USER}:{PASSWORD}'.encode()).decode()}",
}


@dataclass
class Place:
    """Its address, the files that it has, what was asked of it, and which origins may write."""

    address: str = ""
    origins: tuple[str, ...] = ("*",)
    folders: tuple[str, ...] = ("/dav/",)
    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    room: int = 1_000_000


class _Answering(BaseHTTPRequestHandler):
    place: Place

    def do_GET(self) -> None:
        """Shows nothing of what is there."""
        self._tell(404)

    def do_OPTIONS(self) -> None:
        """What a browser asks before it writes."""
        self._tell(204)

    def do_PUT(self) -> None:
        """Takes a file into a folder (RFC 4918, 9.7): made, or written over."""
        path, content = unquote(urlsplit(self.path).path), self._content()
        if refused := self._refused(content):
            self._tell(refused)
        elif path.rpartition("/")[0] + "/" not in self.place.folders:
            self._tell(409)
        else:
            there = path in self.place.files
            self.place.files[path] = content
            self._tell(204 if there else 201)

    def do_POST(self) -> None:
        """Takes a file as a Cozy does, by the id of a folder; one that is there already stays."""
        parts, content = urlsplit(self.path), self._content()
        said = parse_qs(parts.query)
        path = f"{parts.path}/{said.get('Name', [''])[0]}"
        if refused := self._refused(content):
            self._tell(refused)
        elif parts.path != "/files/io.cozy.files.root-dir" or said.get("Type") != ["file"]:
            self._tell(404)
        elif path in self.place.files:
            self._tell(409)
        else:
            self.place.files[path] = content
            self._tell(201)

    def _content(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))

    def _refused(self, content: bytes) -> int:
        if self.headers.get("Authorization") not in _SIGNED_IN:
            return 401
        return 507 if len(content) > self.place.room else 0

    def _tell(self, status: int) -> None:
        self.place.asked.append((self.command, self.path, dict(self.headers)))
        self.send_response(status)
        origin = self.headers.get("Origin", "")
        if "*" in self.place.origins or origin in self.place.origins:
            self.send_header("Access-Control-Allow-Origin", origin)
            self.send_header("Access-Control-Allow-Methods", "PUT, POST")
            self.send_header("Access-Control-Allow-Headers", "Authorization, Content-Type")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def place_of_mine(folder: Path) -> Iterator[Place]:
    """A place that answers on this machine, by https, with a certificate of its own."""
    place = Place()
    handler = type("Answering", (_Answering,), {"place": place})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(folder))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    place.address = f"https://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield place
    finally:
        server.shutdown()
        server.server_close()


def _certificate(folder: Path) -> Path:
    """A certificate that nobody vouches for, with its key."""
    key, day = generate_private_key(SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(day - timedelta(days=1))
        .not_valid_after(day + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False
        )
        .sign(key, SHA256())
    )
    path = folder / "place.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + made.public_bytes(Encoding.PEM))
    return path
