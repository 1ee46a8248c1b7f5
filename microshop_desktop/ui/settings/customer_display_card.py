"""What the customer's screen shows while nobody buys, and whether it opens with the till."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.infra.settings import CUSTOMER_DISPLAY, POSTER
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.settings.rows import SettingRow, SettingsCard, switch_row
from microshop_desktop.ui.widgets.button import Button

if TYPE_CHECKING:
    from microshop_desktop.ui.page import Shell
    from microshop_desktop.ui.settings.view_model import SettingsViewModel

_PICTURES = "*.jpg *.jpeg *.png *.webp *.bmp"


class CustomerDisplayCard(SettingsCard):
    """The switch, and the picture with ways to choose another one or none."""

    def __init__(self, vm: "SettingsViewModel", shell: "Shell") -> None:
        super().__init__(_("Customer display"))
        self._vm, self._shell = vm, shell
        self.choose = Button(_("Choose a picture…"), icon="image")
        self.remove = Button(_("No picture"))
        self.choose.clicked.connect(self._ask)
        self.remove.clicked.connect(lambda: self._put(""))
        self.add(self._switch())
        self.row = self.add(self._picture())
        self.refresh()

    def take(self, path: Path) -> None:
        """Keep a copy of a picture file and show it; what is no picture is said."""
        self.choose.setEnabled(False)
        self._shell.runner.run(
            self,
            lambda _job: self._vm.desk.keep_poster(path),
            done=self._kept,
            failed=self._refused,
        )

    @override
    def refresh(self) -> None:
        """Show whether there is a picture."""
        super().refresh()
        self.remove.setEnabled(bool(self._vm.laptop.get(POSTER)))

    def _switch(self) -> SettingRow:
        name = _("Show it when the till opens")
        return switch_row(
            name,
            read=lambda: self._vm.laptop.get(CUSTOMER_DISPLAY),
            write=lambda on: self._vm.put(CUSTOMER_DISPLAY, on, name),
            hint=_("The button in the top bar shows and hides it at any time"),
        )

    def _picture(self) -> SettingRow:
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.choose)
        row.addWidget(self.remove)
        hint = _("Shown with the shop's name while nobody buys, such as a poster or a price list")
        return SettingRow(_("Picture"), buttons, hint=hint)

    def _ask(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Choose a picture…"), "", f"{_('Pictures')} ({_PICTURES})"
        )
        if name:
            self.take(Path(name))

    def _kept(self, name: str) -> None:
        self.choose.setEnabled(True)
        self._put(name)

    def _refused(self, problem: Exception) -> None:
        self.choose.setEnabled(True)
        self._shell.report(problem)

    def _put(self, name: str) -> None:
        self._vm.put(POSTER, name, _("Picture on the customer display"))
        self.refresh()
