"""One window a shop: a second one brings the first to the front and ends."""

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_ANSWER_MS = 500


def bring_to_front(data_folder: Path) -> bool:
    """Ask a window that has this shop open to come to the front; false where there is none."""
    socket = QLocalSocket()
    socket.connectToServer(_name(data_folder))
    if not socket.waitForConnected(_ANSWER_MS):
        return False
    socket.write(b"show")
    socket.waitForBytesWritten(_ANSWER_MS)
    socket.disconnectFromServer()
    return True


class SingleWindow(QObject):
    """Listens for a second start while our window is open. Lives in the main thread."""

    asked = Signal()
    """Somebody started the program again on this shop."""

    def __init__(self, data_folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        QLocalServer.removeServer(_name(data_folder))
        self._server.listen(_name(data_folder))

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _answer(self) -> None:
        socket = self._server.nextPendingConnection()
        if socket is not None:
            socket.disconnected.connect(socket.deleteLater)
        self.asked.emit()


def _name(data_folder: Path) -> str:
    """A name of the folder that every system takes, different for each user's shop."""
    digest = hashlib.sha256(str(data_folder.resolve()).encode()).hexdigest()
    return f"microshop-{digest[:24]}"
