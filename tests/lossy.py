"""A relay before an S3 server that loses answers: what was asked is done, but the asker is not told."""

import re
import select
import socket
import ssl
import threading
from contextlib import suppress
from typing import Self

from tests.s3 import Server


class Lossy:
    """Cuts the connection in place of the first `times` good answers to requests whose first line matches `pattern`."""

    def __init__(self, server: Server, pattern: bytes, times: int, keep: int = 0) -> None:
        self._server, self._pattern, self._keep = server, pattern, keep
        self.left = times
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.endpoint = f"{server.endpoint.rpartition(':')[0]}:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=self._serve, args=self._listener.accept()[:1], daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        server = socket.create_connection(("127.0.0.1", self._server.port))
        if certificate := self._server.certificate:
            front = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            front.load_cert_chain(certificate.chain, certificate.key)
            client = front.wrap_socket(client, server_side=True)
            server = ssl.create_default_context(cafile=certificate.ca).wrap_socket(server, server_hostname="127.0.0.1")
        with client, server, suppress(OSError):
            self._relay(client, server)

    def _relay(self, client: socket.socket, server: socket.socket) -> None:
        asked = b""
        while data := (source := _next(client, server)).recv(1 << 16):
            if source is client and (line := re.match(rb"[A-Z]+ \S+ HTTP/1.1\r\n", data)):
                asked = line[0]
            if source is server and data.startswith(b"HTTP/1.1 2") and self.left and re.search(self._pattern, asked):
                self.left -= 1
                return client.sendall(data[: self._keep])
            (client if source is server else server).sendall(data)
        return None


def _next(*sockets: socket.socket) -> socket.socket:
    for one in sockets:
        if isinstance(one, ssl.SSLSocket) and one.pending():
            return one
    return select.select(sockets, [], [])[0][0]
