"""The sandbox behind real sockets: threads, connections that break, a certificate nobody trusts."""

import ssl
import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import AF_INET, SHUT_RDWR, SOCK_DGRAM, socket
from threading import Event, Thread

from typing_extensions import override

from microshop_desktop.sandbox.messages import Answer, Broken, NoAnswer, Request, half

_MOST = 1_000_000
_IDLE = 75
Handle = Callable[[Request], Answer]


class Listener:
    """One address on which requests are answered by a function."""

    def __init__(
        self, host: str, port: int, handle: Handle, tls: ssl.SSLContext | None = None
    ) -> None:
        self._ended = Event()
        self._scheme = "https" if tls else "http"
        self._server = _Server((host, port), self._handler(handle), tls)
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def address(self) -> str:
        """Scheme, host and port."""
        host, port = self._server.server_address[:2]
        return f"{self._scheme}://{host!s}:{port}"

    @property
    def port(self) -> int:
        """The port that was given or found."""
        return self._server.server_address[1]

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Answer no more; whoever waits is let go."""
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self, handle: Handle) -> type["_Handler"]:
        ended, scheme = self._ended, self._scheme

        class Handler(_Handler):
            """Knows its listener."""

            @override
            def answer(self, request: Request) -> Answer:
                return handle(request)

            @override
            def wait(self, seconds: float) -> None:
                ended.wait(seconds)

            @override
            def base(self) -> str:
                host, port = self.connection.getsockname()[:2]
                return f"{scheme}://{self.headers.get('host') or f'{host}:{port}'}"

        return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # On Windows this would let two programs have one port.
    allow_reuse_address = sys.platform != "win32"

    def __init__(
        self,
        address: tuple[str, int],
        handler: type[BaseHTTPRequestHandler],
        tls: ssl.SSLContext | None,
    ) -> None:
        self._tls = tls
        super().__init__(address, handler)

    @override
    def get_request(self) -> tuple[socket, object]:
        connection, peer = super().get_request()
        if self._tls is not None:
            connection = self._tls.wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False
            )
        return connection, peer

    @override
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of connections that the other side ended."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "sandbox"
    sys_version = ""
    timeout = _IDLE
    # Head and body leave by themselves: the second would wait 40 ms for word of the first.
    disable_nagle_algorithm = True

    def answer(self, request: Request) -> Answer:
        """Answer a request; filled in by the listener."""
        raise NotImplementedError

    def wait(self, seconds: float) -> None:
        """Let time pass, but not beyond the listener's end."""
        raise NotImplementedError

    def base(self) -> str:
        """Return scheme, host and port that a request was sent to."""
        raise NotImplementedError

    def do_GET(self) -> None:
        """Answer a GET."""
        self._serve()

    def do_POST(self) -> None:
        """Answer a POST."""
        self._serve()

    def do_PUT(self) -> None:
        """Answer a PUT."""
        self._serve()

    def do_DELETE(self) -> None:
        """Answer a DELETE."""
        self._serve()

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Write nothing: a request may hold a payment code."""

    @override
    def send_response(self, code: int, message: str | None = None) -> None:
        """Leave `Date` to the answer, whose clock may be another."""
        self.send_response_only(code, message)

    def _serve(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        if not 0 <= length <= _MOST:
            self.close_connection = True
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(length)
        request = Request(self.command, self.path, headers, body, self.base())
        try:
            answer = self.answer(request)
        except Broken as broken:
            self._break(broken)
            return
        self.wait(answer.delay)
        self._send(answer)

    def _break(self, broken: Broken) -> None:
        if isinstance(broken, NoAnswer):
            self.wait(broken.seconds)
        self._hang_up()

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        headers = {"Date": self.date_time_string(), **answer.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if answer.cut:
            self.wfile.write(half(answer.body))
            self._hang_up()
            return
        self.wfile.write(answer.body)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.wfile.flush()
        self.connection.shutdown(SHUT_RDWR)


def network_address() -> str:
    """Return this computer's address in the local network, loopback where there is none."""
    with socket(AF_INET, SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent; the system chooses the way
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
