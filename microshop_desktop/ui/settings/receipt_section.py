"""What the receipt says and when it is printed, with its very picture beside."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout
from typing_extensions import override

from microshop_desktop.domain.receipt import paper
from microshop_desktop.drawing.receipt import draw_receipt, with_margin
from microshop_desktop.infra.settings import RECEIPT_WIDTH
from microshop_desktop.infra.translations import _
from microshop_desktop.services.receipt_words import receipt_words
from microshop_desktop.services.shop_settings import PrintReceipts
from microshop_desktop.ui.page import Shell
from microshop_desktop.ui.settings.rows import SettingRow, segment_row, text_row
from microshop_desktop.ui.settings.section import Section
from microshop_desktop.ui.settings.view_model import SettingsViewModel
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.paper_preview import PaperPreview


class ReceiptSection(Section):
    """Settings at the left, the picture at the right."""

    key = "receipt"
    icon = "receipt"

    def __init__(self, vm: SettingsViewModel, shell: Shell) -> None:
        super().__init__(vm, shell)
        self.preview = PaperPreview()
        left, row = QVBoxLayout(), QVBoxLayout() if current().roomy else QHBoxLayout()
        left.setSpacing(12)
        row.setSpacing(16)
        row.addLayout(left, 1)
        row.addWidget(self.preview, 0, Qt.AlignmentFlag.AlignTop)
        card = self.add_card()
        card.add(self._when())
        card.add(self._width())
        card = self.add_card()
        card.add(self._text("receipt_footer", _("Last line"), _("Thank you, see you soon")))
        card.add(self._text("receipt_qr", _("QR code"), _("A link of your own; else the order")))
        for one in self.cards:
            left.addWidget(one)
        left.addStretch(1)
        self.column.addLayout(row)
        self.refresh()

    @override
    def title(self) -> str:
        return _("Receipt")

    @override
    def state(self) -> tuple[str, str]:
        width = self.vm.laptop.get(RECEIPT_WIDTH)
        return f"{width} mm · {_when_texts()[self.vm.shop.print_receipts]}", "muted"

    @override
    def refresh(self) -> None:
        super().refresh()
        if self.isVisible():
            self._draw()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()

    def _draw(self) -> None:
        roll = paper(self.vm.laptop.get(RECEIPT_WIDTH))
        receipt = self.vm.desk.sample_receipt()
        picture = with_margin(draw_receipt(receipt, receipt_words(), roll))
        self.preview.show_picture(picture, millimetres=roll.millimetres)

    def _when(self) -> SettingRow:
        name = _("Print after a sale")
        return segment_row(
            name,
            [(when.value, text) for when, text in _when_texts().items()],
            read=lambda: self.vm.shop.print_receipts.value,
            write=lambda key: self.vm.change("print_receipts", PrintReceipts(key), name),
        )

    def _width(self) -> SettingRow:
        name = _("Paper width")
        return segment_row(
            name,
            [("80", "80 mm"), ("58", "58 mm")],
            read=lambda: str(self.vm.laptop.get(RECEIPT_WIDTH)),
            write=lambda key: self.vm.put(RECEIPT_WIDTH, int(key), name),
        )

    def _text(self, key: str, name: str, hint: str) -> SettingRow:
        return text_row(
            name,
            read=lambda: str(getattr(self.vm.shop, key)),
            write=lambda text: self.vm.change(key, text.strip(), name),
            hint=hint,
        )


def _when_texts() -> dict[PrintReceipts, str]:
    return {
        PrintReceipts.ALWAYS: _("Always"),
        PrintReceipts.ASK: _("Ask"),
        PrintReceipts.NEVER: _("Never"),
    }
