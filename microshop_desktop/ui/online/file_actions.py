"""What the cards of shops that work by files do: take in orders, save parcels and numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from microshop_desktop.infra.formats import number_text
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.services.file_uploads import Upload, Written
from microshop_desktop.ui.online.file_desk import FileDesk, Saved
from microshop_desktop.ui.page import Shell
from microshop_desktop.ui.widgets.confirm_dialog import Question
from microshop_desktop.ui.widgets.toast import Toast


@dataclass(frozen=True, slots=True)
class _Standing:
    """How it stands with a file: the one nobody said anything of, and what is to be told."""

    written: Written | None
    waiting: int


class FileActions:
    """Opens the dialogs of a shop over a page; `changed` is called once something was done."""

    def __init__(self, page: QWidget, shell: Shell, changed: Callable[[], None]) -> None:
        self._page, self._shell, self._changed = page, shell, changed

    def take_in(self, desk: FileDesk, file: Path | None = None) -> None:
        """Show the dialog that takes in an order file."""
        from microshop_desktop.ui.online.file_dialog import FileDialog
        from microshop_desktop.ui.online.file_model import FileModel

        dialog = FileDialog(self._page, self._shell, FileModel(desk))
        if file is not None:
            dialog.show_file(file)
        dialog.ask()
        dialog.deleteLater()
        self._changed()

    def save(self, desk: FileDesk, upload: Upload) -> None:
        """Write what is to be told; of a file that was written before, ask what became of it."""
        self._shell.runner.run(
            self._page,
            lambda _job: _Standing(desk.written(upload), desk.waiting(upload)),
            done=lambda standing: self._go_on(desk, upload, standing),
            failed=self._shell.report,
        )

    def _go_on(self, desk: FileDesk, upload: Upload, standing: _Standing) -> None:
        if standing.written is not None and self._settle(desk, upload, standing.written):
            return
        if not standing.waiting:
            texts = {
                Upload.TRACKING: _("{name} knows of every parcel."),
                Upload.STOCK: _("{name} shows the right numbers, as far as is known here."),
            }
            text = texts[upload].format(name=desk.account.name)
            self._shell.toast(Toast(text, icon="check-circle"))
            return
        self._write(desk, upload)

    def _settle(self, desk: FileDesk, upload: Upload, written: Written) -> bool:
        """Ask what became of the last file; True where it was uploaded, so that all is said."""
        text = ngettext(
            "{file} has {count} row. Until you say that it was uploaded, what is in it stays to "
            "be told and is written again.",
            "{file} has {count} rows. Until you say that it was uploaded, what is in it stays to "
            "be told and is written again.",
            written.rows,
        )
        question = Question(
            title=_("Was the file uploaded at {name}?").format(name=desk.account.name),
            text=text.format(file=written.file, count=number_text(written.rows)),
            verb=_("Yes, it was uploaded"),
            stay=_("No, write it again"),
            kind="primary",
        )
        if not self._shell.ask(question):
            return False
        told = _("Noted. {name} is told.").format(name=desk.account.name)
        self._shell.runner.run(
            self._page,
            lambda _job: desk.say(upload, uploaded=True),
            done=lambda _nothing: self._said(told),
            failed=self._shell.report,
        )
        return True

    def _write(self, desk: FileDesk, upload: Upload) -> None:
        form = desk.form(upload)
        words = {Upload.TRACKING: _("tracking numbers"), Upload.STOCK: _("stock")}
        proposal = f"{desk.account.name} {words[upload]}{form.ending}"
        titles = {Upload.TRACKING: _("Save tracking numbers"), Upload.STOCK: _("Save stock")}
        chosen, _filter = QFileDialog.getSaveFileName(
            self._page, titles[upload], proposal, f"{_('Tables')} (*.csv *.xlsx)"
        )
        if not chosen:
            return
        path = Path(chosen)
        self._shell.runner.run(
            self._page,
            lambda _job: desk.save(upload, path),
            done=lambda saved: self._said(_saved_text(saved, confirmed=form.confirmed)),
            failed=self._shell.report,
        )

    def _said(self, text: str) -> None:
        self._shell.toast(Toast(text, icon="check"))
        self._changed()


def _saved_text(saved: Saved, *, confirmed: bool) -> str:
    """Return what was written and what to do with it."""
    told = [
        _("{rows} rows written to {file}.").format(rows=number_text(saved.rows), file=saved.file)
    ]
    if saved.left_out:
        left = ngettext(
            "{count} product has no code there and was left out.",
            "{count} products have no code there and were left out.",
            saved.left_out,
        )
        told.append(left.format(count=number_text(saved.left_out)))
    if not confirmed:
        told.append(
            _("This form is unconfirmed. Compare it with the template of your platform first.")
        )
    return " ".join(told)
