"""Pictures on the clipboard, ready to be pasted into a chat."""

from PySide6.QtGui import QGuiApplication, QImage

from microshop_desktop.drawing.application import ensure_application


def copy_picture(picture: QImage) -> None:
    """Put a picture on the clipboard; programs that paste get it as PNG too."""
    ensure_application()
    QGuiApplication.clipboard().setImage(picture.convertToFormat(QImage.Format.Format_RGB32))
