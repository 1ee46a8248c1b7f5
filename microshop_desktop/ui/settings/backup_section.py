"""Backups: how old the newest is, making one, and going back to one."""

from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QFileDialog
from typing_extensions import override

from microshop_desktop.infra.formats import age_text, moment_text, number_text
from microshop_desktop.infra.settings import BACKUP_FOLDER
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.services.backups import BackupView
from microshop_desktop.ui.page import Shell
from microshop_desktop.ui.settings.rows import SettingRow, SettingsCard, breakable
from microshop_desktop.ui.settings.section import Section
from microshop_desktop.ui.settings.view_model import SettingsViewModel
from microshop_desktop.ui.widgets.banner import Banner
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.confirm_dialog import Question

SHOWN = 6
OLD_SECONDS = 2 * 24 * 3600
"""After two days without a backup the section asks for one."""


class BackupSection(Section):
    """The newest first; a long list is in the folder."""

    key = "backup"
    icon = "hard-drives"

    def __init__(self, vm: SettingsViewModel, shell: Shell) -> None:
        super().__init__(vm, shell)
        self._backups = tuple(vm.desk.backups())
        self.make = Button(_("Back up now"), kind="primary", icon="floppy-disk")
        self.make.clicked.connect(self._make)
        card = self.add_card()
        self._last = card.add(SettingRow(_("Last backup"), self.make))
        self._folder = card.add(self._folder_row())
        self.result = Banner(tone="quiet")
        self.result.hide()
        self.column.addWidget(self.result)
        self._list = SettingsCard(_("Go back to a backup"))
        self.column.addWidget(self._list)
        self._fill_list()
        self.refresh()

    @override
    def title(self) -> str:
        return _("Backups")

    @override
    def subtitle(self) -> str:
        return _("Each hour while you sell, and when the window is closed")

    @override
    def state(self) -> tuple[str, str]:
        age = self._age_seconds()
        if age is None:
            return _("None yet"), "warning"
        return age_text(age), "warning" if age > OLD_SECONDS else "muted"

    @override
    def refresh(self) -> None:
        super().refresh()
        self._backups = tuple(self.vm.desk.backups())
        text, tone = self.state()
        self._last.say(text, tone=tone)
        self._folder.say(breakable(self.vm.desk.backup_folder()))

    def _age_seconds(self) -> float | None:
        if not self._backups:
            return None
        return (self.vm.desk.now() - self._backups[0].made_at).total_seconds()

    def _folder_row(self) -> SettingRow:
        choose = Button(_("Choose a folder"), icon="folder")
        choose.clicked.connect(self._choose_folder)
        return SettingRow(_("Folder of the backups"), choose)

    def _choose_folder(self) -> None:
        """Ask for a folder, best on another disk."""
        start = str(self.vm.desk.backup_folder())
        chosen = QFileDialog.getExistingDirectory(self, _("Folder of the backups"), start)
        if chosen:
            self.vm.put(BACKUP_FOLDER, chosen, _("Folder of the backups"))
            self._fill_list()

    def _make(self) -> None:
        self.make.setEnabled(False)
        self.shell.runner.run(
            self, lambda _job: self.vm.desk.back_up(), done=self._made, failed=self._not_made
        )

    def _made(self, backup: BackupView | None) -> None:
        self.make.setEnabled(True)
        text = _("Backed up") if backup else _("Nothing has changed since the last backup")
        self.result.show()
        self.result.say(text, tone="success")
        self.vm.refresh()
        self._fill_list()

    def _not_made(self, problem: Exception) -> None:
        self.make.setEnabled(True)
        self.shell.report(problem)

    def _fill_list(self) -> None:
        """Show the newest backups, each with a way back to it."""
        self._backups = tuple(self.vm.desk.backups())
        card = SettingsCard(_("Go back to a backup"))
        for backup in self._backups[:SHOWN]:
            card.add(self._backup_row(backup))
        file = Button(_("From a file"), icon="folder")
        file.clicked.connect(self._choose_file)
        hint = _("A copy from a stick or another computer")
        card.add(SettingRow(_("Another backup"), file, hint=hint))
        self.column.replaceWidget(self._list, card)
        self._list.hide()
        self._list.deleteLater()
        self._list = card

    def _backup_row(self, backup: BackupView) -> SettingRow:
        button = Button(_("Go back to it"), icon="clock-counter-clockwise")
        button.clicked.connect(lambda: self._ask(backup.path, self._when(backup)))
        size = _("{size} MB").format(size=number_text(max(1, round(backup.bytes / 1e6))))
        parts = [size]
        if backup.orders is not None:
            count = number_text(backup.orders)
            parts.append(
                ngettext("{count} order", "{count} orders", backup.orders).format(count=count)
            )
        return SettingRow(self._when(backup), button, hint=" · ".join(parts))

    def _when(self, backup: BackupView) -> str:
        zone = ZoneInfo(self.vm.facts.zone)
        today = self.vm.desk.now().astimezone(zone).date()
        return moment_text(backup.made_at.astimezone(zone), today)

    def _choose_file(self) -> None:
        kinds = _("Backups") + " (*.sqlite.gz *.sqlite)"
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Another backup"), "", kinds)
        if chosen:
            self._ask(Path(chosen), Path(chosen).name)

    def _ask(self, path: Path, name: str) -> None:
        text = _(
            "The shop goes back to how it was then. What was sold since is not in it; the shop as"
            " it is now is kept beside it as a file."
        )
        title = _("Go back to the backup of {when}?").format(when=name)
        if self.shell.ask(Question(title, _("Go back"), text)):
            self.vm.restore(path)
