"""A proxy in front of an S3 server that notes what each answer cost."""

import http.client
import ssl
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import urlsplit

from tests.s3 import Server


@dataclass(frozen=True)
class Ride:
    """A request that was answered, and the bytes of the answer's body."""

    path: str
    ranged: bool
    status: int
    bytes: int


class Toll:
    """`url` is where it listens, `rides` is what passed."""

    def __init__(self, behind: Server) -> None:
        self.rides: list[Ride] = []
        toll, server = self, urlsplit(behind.endpoint)
        trust = ssl.create_default_context(cafile=behind.certificate.ca) if behind.certificate else None

        def connection() -> http.client.HTTPConnection:
            host, port = server.hostname or "", server.port
            return (
                http.client.HTTPSConnection(host, port, context=trust)
                if trust
                else http.client.HTTPConnection(host, port)
            )

        class Gate(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _pass(self) -> None:
                asked = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                behind = connection()
                behind.request(self.command, self.path, asked, dict(self.headers.items()))
                answer = behind.getresponse()
                body = answer.read()
                behind.close()
                toll.rides.append(Ride(self.path, "Range" in self.headers, answer.status, len(body)))
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in ("transfer-encoding", "connection", "content-length", "date", "server"):
                        self.send_header(name, value)
                length = answer.getheader("Content-Length") if self.command == "HEAD" else str(len(body))
                self.send_header("Content-Length", length or "0")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        for method in ("GET", "HEAD", "PUT", "POST", "DELETE"):
            setattr(Gate, f"do_{method}", Gate._pass)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Gate)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
