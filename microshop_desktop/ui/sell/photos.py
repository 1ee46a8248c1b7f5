"""Photos of goods as pixmaps of the size that is painted, read and scaled off the main thread.

A photo's file is named by its content, so what is kept here never goes out of date.
"""

from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from microshop_desktop.ui.runner import Job, Runner

MOST_KEPT = 400
_Key = tuple[str, int, int]


class Photos(QObject):
    """Gives photos at once or later. Lives in the main thread."""

    loaded = Signal()
    """Some photo that was asked for can be painted now."""

    def __init__(self, folder: str, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = Path(folder) if folder else None
        self._runner = runner
        self._kept: OrderedDict[_Key, QPixmap] = OrderedDict()
        self._asked: set[_Key] = set()

    def photo(self, name: str, size: QSize, ratio: float) -> QPixmap | None:
        """Return a photo cropped to a size in logical pixels; None while it is not here."""
        if not name or self._folder is None:
            return None
        pixels = size * ratio
        key = (name, pixels.width(), pixels.height())
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            found.setDevicePixelRatio(ratio)
            return None if found.isNull() else found
        self._ask(key, self._folder / Path(name).name)
        return None

    def _ask(self, key: _Key, path: Path) -> None:
        if key in self._asked:
            return
        self._asked.add(key)
        size = QSize(key[1], key[2])

        def read(_job: Job) -> QImage:
            return cropped(path, size)

        def keep(image: QImage) -> None:
            self._keep(key, image)

        self._runner.run(self, read, done=keep)

    def _keep(self, key: _Key, image: QImage) -> None:
        self._asked.discard(key)
        self._kept[key] = QPixmap.fromImage(image)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        self.loaded.emit()


def cropped(path: Path, size: QSize) -> QImage:
    """Read a picture so that it covers a size in pixels; a null image where it cannot be read."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    whole = reader.size()
    if whole.isValid():
        reader.setScaledSize(whole.scaled(size, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    image = reader.read()
    if image.isNull():
        return image
    left = (image.width() - size.width()) // 2
    top = (image.height() - size.height()) // 2
    return image.copy(QRect(left, top, size.width(), size.height()))
