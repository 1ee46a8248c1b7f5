"""Drawing in tests uses the application that tests of widgets need, since there is only one."""

import pytest
from PySide6.QtWidgets import QApplication


@pytest.fixture(autouse=True)
def _one_application(qapp: QApplication) -> None:
    """Start the application that can do everything, before anything starts a smaller one."""
