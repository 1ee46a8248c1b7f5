"""A receipt printer on the loopback: it captures what it is sent and answers as told."""

import socket
import threading
from types import TracebackType

from microshop_desktop.devices import escpos

FINE, PAPER_OUT, COVER_OPEN = 0x12, 0x72, 0x16


class PrinterServer:
    """Serves one connection after the other.

    `paper` and `cover` are the answers to the status questions, None for a printer that never
    speaks. `silent_after_data` makes it stop answering once it got something to print.
    """

    def __init__(
        self,
        *,
        paper: int | None = None,
        cover: int | None = FINE,
        silent_after_data: bool = False,
    ) -> None:
        self.captured = bytearray()
        self._paper = paper
        self._cover = cover
        self._silent_after_data = silent_after_data
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._serve, daemon=True)]

    @property
    def address(self) -> str:
        """Where it listens."""
        host, port = self._listener.getsockname()
        return f"{host}:{port}"

    def __enter__(self) -> "PrinterServer":
        self._threads[0].start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Close the listener and wait until all that was sent was read."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with client:
                self._read(client)

    def _read(self, client: socket.socket) -> None:
        while data := client.recv(65536):
            answer = self._answer(data)
            if answer is None:
                self.captured += data
            elif not (self._silent_after_data and self.captured):
                client.sendall(answer)

    def _answer(self, data: bytes) -> bytes | None:
        """The answer to a status question; None for what is to be printed or not to be answered."""
        answers = {escpos.ASK_PAPER: self._paper, escpos.ASK_OFFLINE: self._cover}
        if self._paper is None or data not in answers:
            return None
        return bytes([answers[data] or 0])
