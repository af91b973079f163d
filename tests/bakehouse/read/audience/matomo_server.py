"""A process that answers as Matomo's Reporting API does, or as `answer.json` of a folder says."""

import json
import sys
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl


class Handler(BaseHTTPRequestHandler):
    """Notes what it was asked, and answers with the same rows for every day."""

    folder = Path()
    count = 0

    def do_POST(self) -> None:
        """A question in a form."""
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        asked = {"verb": self.command, "path": self.path, **dict(parse_qsl(form))}
        with (self.folder / "asked.jsonl").open("a") as log:
            log.write(json.dumps(asked) + "\n")
        Handler.count += 1
        answer = json.loads((self.folder / "answer.json").read_text())
        status, body = self._status(answer), self._body(answer, asked)
        self.send_response(status)
        if "location" in answer:
            self.send_header("Location", answer["location"])
        self.send_header("Content-Length", str(len(body) + answer.get("cut", 0)))
        self.end_headers()
        self.wfile.write(body)

    def _status(self, answer: dict[str, Any]) -> int:
        busy = Handler.count <= answer.get("busy", 0) or Handler.count > answer.get("only", 1000)
        return 429 if busy else int(answer.get("status", 200))

    def _body(self, answer: dict[str, Any], asked: dict[str, str]) -> bytes:
        if "body" in answer:
            return str(answer["body"]).encode()
        first, last = map(date.fromisoformat, asked["date"].split(","))
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        segments = answer.get("segments", {})
        if "segment" in asked and segments is None:
            return b'{"result":"error","message":"segment not processed"}'
        rows = answer.get(asked["method"], answer.get("rows", []))
        rows = (segments or {}).get(asked.get("segment"), rows)
        return json.dumps({day.isoformat(): rows for day in days}).encode()

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


if __name__ == "__main__":
    Handler.folder = Path(sys.argv[1])
    server = HTTPServer(("127.0.0.1", 0), Handler)
    sys.stdout.write(f"http://127.0.0.1:{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
