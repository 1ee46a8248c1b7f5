"""What this program is, and where its files are."""

import platform
from pathlib import Path

from PySide6.QtCore import QUrl, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from typing_extensions import override

import microshop_desktop
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.page import Shell
from microshop_desktop.ui.settings.rows import SettingRow, breakable
from microshop_desktop.ui.settings.section import Section
from microshop_desktop.ui.settings.view_model import SettingsViewModel
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.labels import label
from microshop_desktop.ui.widgets.toast import Toast


class AboutSection(Section):
    """Version, folders, and what to send to whoever helps."""

    key = "about"
    icon = "info"

    def __init__(self, vm: SettingsViewModel, shell: Shell) -> None:
        super().__init__(vm, shell)
        card = self.add_card()
        version = label(microshop_desktop.__version__, kind="strong")
        card.add(SettingRow("Microshop", version, hint=_("Free software under the MIT licence")))
        card.add(self._folder(_("Folder of the shop"), vm.facts.folder))
        card.add(self._folder(_("Log files"), vm.facts.folder / "log"))
        copy = Button(_("Copy"), icon="copy")
        copy.clicked.connect(self._copy)
        card.add(SettingRow(_("For whoever helps you"), copy, hint=about_text()))

    @override
    def title(self) -> str:
        return _("About")

    @override
    def state(self) -> tuple[str, str]:
        return f"Microshop {microshop_desktop.__version__}", "muted"

    def _folder(self, name: str, folder: Path) -> SettingRow:
        button = Button(_("Open"), icon="folder")
        address = QUrl.fromLocalFile(str(folder))
        button.clicked.connect(lambda: QDesktopServices.openUrl(address))
        return SettingRow(name, button, hint=breakable(folder))

    def _copy(self) -> None:
        QApplication.clipboard().setText(about_text())
        self.shell.toast(Toast(_("Copied"), icon="copy"))


def about_text() -> str:
    """Versions of program and system in one line."""
    parts = (
        f"Microshop {microshop_desktop.__version__}",
        f"Python {platform.python_version()}",
        f"Qt {qVersion()}",
        platform.platform(terse=True),
    )
    return " · ".join(parts)
