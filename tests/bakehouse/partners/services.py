"""Real servers that answer as partners' services do, and what to expect of them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import urlsplit

from publish.bakehouse.partners.harvested import Asked
from publish.bakehouse.partners.polite import PoliteWeb
from publish.declare.partner import PartnerSource
from tests.servers import listening

JSON = "application/json"


@dataclass(frozen=True)
class Answer:
    """What a server answers at an address."""

    body: bytes = b""
    kind: str = JSON
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Answers = Mapping[str, Answer]
"""By path, with its query where it has one; what is not named is 404."""


@dataclass(frozen=True)
class Service:
    """A server, the answers that may still be changed, and the paths that it was asked for.

    `asked` leaves out robots.txt; `headers` are those of each request.
    """

    address: str
    answers: dict[str, Answer]
    asked: list[str]
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def host(self) -> str:
        """Its host, as the site's list writes it."""
        return urlsplit(self.address).netloc

    def web(self, private: Path, home: str = "") -> PoliteWeb:
        """What may be asked where the site's list has this server alone, by a partner elsewhere."""
        return PoliteWeb(home or self.address, {self.host: {}}, private, pauses=())

    def ask(self, path: str, harvest: str, private: Path) -> Asked:
        """What a harvester of a kind is asked of this server."""
        source = PartnerSource(path=self.address + path, harvest=harvest)
        return Asked(self.address + path, source, self.web(private))


@contextmanager
def serving(answers: Answers) -> Iterator[Service]:
    """A server of these answers; `{address}` in a body is its own address."""
    now, asked = dict(answers), list[str]()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            service.headers.append({**self.headers, "path": self.path})
            if self.path != "/robots.txt":
                asked.append(self.path)
            answer = now.get(self.path) or now.get(urlsplit(self.path).path) or Answer(status=404)
            body = answer.body.replace(b"{address}", service.address.encode())
            self.send_response(answer.status)
            for name, value in {"Content-Type": answer.kind, **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with listening(Handler) as address:
        service = Service(address, now, asked)
        yield service
