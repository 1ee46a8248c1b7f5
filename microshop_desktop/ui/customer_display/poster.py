"""The picture of the idle screen: read off the main thread, whole, as large as it fits."""

from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from microshop_desktop.ui.runner import Runner


class Poster(QObject):
    """Keeps one picture in the size that was last asked for."""

    loaded = Signal()
    """The picture that was asked for can be painted now."""

    def __init__(self, folder: Path, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder, self._runner = folder, runner
        self._wanted: tuple[str, QSize] = ("", QSize())
        self._picture: QPixmap | None = None

    def picture(self, name: str, room: QSize) -> QPixmap | None:
        """Return a picture that fits into a room in pixels; None while it is not here.

        One that cannot be read never comes.
        """
        if not name:
            return None
        if self._wanted != (name, room):
            self._wanted, self._picture = (name, room), None
            path = self._folder / Path(name).name
            wanted = self._wanted
            self._runner.run(
                self,
                lambda _job: fitted(path, room),
                done=lambda image: self._take(wanted, image),
            )
        return self._picture

    def _take(self, wanted: tuple[str, QSize], image: QImage) -> None:
        if wanted == self._wanted and not image.isNull():
            self._picture = QPixmap.fromImage(image)
            self.loaded.emit()


def fitted(path: Path, room: QSize) -> QImage:
    """Read a picture so that all of it fits into a room; a null image where it cannot be read."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    whole = reader.size()
    if whole.isValid():
        reader.setScaledSize(whole.scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
