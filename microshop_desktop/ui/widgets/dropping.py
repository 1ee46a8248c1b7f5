"""Taking what a person drops on the window."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent


def take_copy(event: QDropEvent) -> None:
    """Take what is dragged or dropped as a copy.

    A file manager that offers to move a file takes the answer "moved" as leave to delete it.
    """
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
