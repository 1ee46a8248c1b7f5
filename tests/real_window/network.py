"""The shop's way to the platforms, which a test can cut: a cable with two ends on this machine."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Thread
from urllib.parse import urlsplit

LOOPBACK = "127.0.0.1"
PIECE = 1 << 16


class Network:
    """Carries all that is sent to `address` to a server, and back, until it is cut."""

    def __init__(self, server: str) -> None:
        """Lead to the address of a server, such as `http://127.0.0.1:8790`; not joined yet."""
        self._server = (LOOPBACK, urlsplit(server).port or 80)
        self._port = 0
        self._lock = Lock()
        self._open: list[socket.socket] = []

    @property
    def address(self) -> str:
        """Where the server is to be called from now on."""
        return f"http://{LOOPBACK}:{self._port}"

    def join(self) -> None:
        """Let everything through; the address stays the same after a cut."""
        listener = socket.create_server((LOOPBACK, self._port))
        self._port = listener.getsockname()[1]
        self._keep(listener)
        Thread(target=self._take_calls, args=(listener,), daemon=True).start()

    def cut(self) -> None:
        """End whatever is being sent, and let nothing be reached any more."""
        with self._lock:
            ending, self._open = self._open, []
        for each in ending:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _keep(self, *sockets: socket.socket) -> None:
        with self._lock:
            self._open += sockets

    def _take_calls(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(self._server)
                self._keep(near, far)
                for source, target in ((near, far), (far, near)):
                    Thread(target=_carry, args=(source, target), daemon=True).start()


def _carry(source: socket.socket, target: socket.socket) -> None:
    """Carry one direction until its end."""
    with suppress(OSError):
        while piece := source.recv(PIECE):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)


@contextmanager
def network_to(server: str) -> Iterator[Network]:
    """A way to a server that is there for a while."""
    network = Network(server)
    network.join()
    try:
        yield network
    finally:
        network.cut()
