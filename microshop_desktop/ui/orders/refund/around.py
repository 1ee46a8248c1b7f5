"""Under the lines of a refund: why it goes back, and what went back before."""

from collections.abc import Callable

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QWidget

from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.ui.orders.refund.sentences import earlier_text
from microshop_desktop.ui.orders.refund.view_model import RefundViewModel
from microshop_desktop.ui.orders.words import local_text, way_tone, ways_text
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.card import Card
from microshop_desktop.ui.widgets.chip import Chip
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.flow_layout import FlowLayout
from microshop_desktop.ui.widgets.labels import IconLabel, label
from microshop_desktop.ui.widgets.pill import Pill


class Reasons(QWidget):
    """Chips of common reasons, and a field for another one."""

    def __init__(self, model: RefundViewModel) -> None:
        super().__init__()
        self._model = model
        self._group = QButtonGroup(self)
        self._other = QLineEdit()
        self._other.setPlaceholderText(_("Another reason"))
        self._other.setAccessibleName(_("Another reason"))
        self._other.textEdited.connect(self._typed)
        row = FlowLayout() if current().roomy else QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label(_("Why"), tone="muted"))
        for text in (_("Not wanted"), _("Damaged"), _("Wrong item"), _("Too few given")):
            row.addWidget(self._chip(text))
        row.addWidget(self._other)
        self.setLayout(row)

    def _chip(self, text: str) -> Chip:
        chip = Chip(text)
        chip.clicked.connect(self._chooser(chip))
        self._group.addButton(chip)
        return chip

    def _chooser(self, chip: Chip) -> Callable[[], None]:
        def choose() -> None:
            self._other.clear()
            self._model.reason = chip.text()

        return choose

    def _typed(self, text: str) -> None:
        checked = self._group.checkedButton()
        if checked is not None:
            self._group.setExclusive(False)
            checked.setChecked(False)
            self._group.setExclusive(True)
        self._model.reason = text


class EarlierRefunds(Card):
    """The last earlier refund in a line, and how many there were."""

    def __init__(self, model: RefundViewModel) -> None:
        super().__init__(padding=10, gap=0)
        refunds = model.order.refunds
        last = refunds[-1]
        count = ngettext("Refunded once", "Refunded {count} times", len(refunds))
        at = local_text(last.at, model.desk.zone, model.desk.today())
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(IconLabel("clock-counter-clockwise", 20, "textMuted"))
        row.addWidget(label(count.format(count=len(refunds)), kind="strong"))
        who = f"{at} {last.staff}".strip()
        row.addWidget(ElidedLabel(f"{who} · {earlier_text(last)}", tone="muted"), 1)
        tone, icon = way_tone(last)
        row.addWidget(Pill(ways_text(last), tone=tone, icon=icon))
        self.column.addLayout(row)
