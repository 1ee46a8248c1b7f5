"""The right column: the slip as it will be printed, and what is done with the round."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.domain.waybill import Waybill, WaybillWords
from microshop_desktop.drawing.waybill import HEIGHT, HEIGHT_MM, WIDTH, WIDTH_MM, draw_waybill
from microshop_desktop.infra.formats import number_text
from microshop_desktop.infra.translations import _, ngettext, pgettext
from microshop_desktop.ui.pick.view_model import PickModel
from microshop_desktop.ui.pick.words import stay_text
from microshop_desktop.ui.style_sheet import set_look
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button, icon_button
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.labels import hairline, label


def waybill_words() -> WaybillWords:
    """The words of slips in the language in use."""
    return WaybillWords(
        crate=_("Crate {number}"),
        receiver=pgettext("waybill", "To"),
        sender=pgettext("waybill", "From"),
        note=_("Note: {text}"),
        more=_("and {count} more"),
    )


class SlipPicture(QWidget):
    """The very picture that is printed, as large as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self.picture = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(current().px(120))

    def show_picture(self, picture: QImage, said: str) -> None:
        """Show a picture, `said` to whoever does not see it."""
        self.picture = picture
        self.setAccessibleName(said)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(current().px(238), current().px(238) * HEIGHT // WIDTH)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.picture.isNull():
            return
        scale = min(self.width() / WIDTH, self.height() / HEIGHT)
        width, height = WIDTH * scale, HEIGHT * scale
        box = QRectF((self.width() - width) / 2, 0, width, height)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ratio = self.devicePixelRatioF()
        smooth = Qt.TransformationMode.SmoothTransformation
        painter.drawImage(box, self.picture.scaledToWidth(max(1, round(width * ratio)), smooth))
        painter.setPen(current().colour("border"))
        painter.drawRect(box.adjusted(0, 0, -1, -1))


class SlipPane(QFrame):
    """Shows the slip of one parcel; the buttons print, write and ship."""

    stepped = Signal(int)
    list_asked = Signal()
    print_asked = Signal()
    ship_asked = Signal()

    def __init__(self, model: PickModel) -> None:
        super().__init__()
        set_look(self, surface="card")
        self._model = model
        self._shown: Waybill | None = None
        self._place = label(kind="body", tone="muted")
        self.before = icon_button("caret-left", _("Slip before"))
        self.after = icon_button("caret-right", _("Next slip"))
        self.paper = SlipPicture()
        self._about = label(kind="micro", tone="muted", wrap=True)
        self.list_button = Button(_("A4 pick list"), icon="file-text", size="default")
        self.print_button = Button(icon="printer", key="Ctrl+P", size="default")
        self.ship_button = Button(kind="primary", icon="truck", key="Ctrl+Enter", size="large")
        self._stay = label(kind="micro", tone="muted", wrap=True)
        self._stay.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._build()
        self._connect()

    def refresh(self) -> None:
        """Show the slip of the chosen parcel, and how many leave."""
        model, parcel = self._model, self._model.shown
        count = len(model.parcels)
        place = f"{number_text(model.place + 1)} / {number_text(count)}" if count else ""
        self._place.setText(place)
        for button in (self.before, self.after):
            button.setEnabled(count > 1)
        self._show_slip(None if parcel is None else model.desk.slips([parcel], model.books)[0])
        good = len(model.good)
        prints = ngettext("Print {count} slip", "Print {count} slips", good)
        self.print_button.set_label(prints.format(count=number_text(good)))
        ships = ngettext("Ship {count} order", "Ship {count} orders", good)
        self.ship_button.set_label(ships.format(count=number_text(good)))
        for button in (self.print_button, self.ship_button):
            button.setEnabled(good > 0)
        self.list_button.setEnabled(count > 0)
        text = stay_text([faulty.number for faulty in model.faulty])
        self._stay.setText(text)
        self._stay.setVisible(bool(text))

    def _show_slip(self, slip: Waybill | None) -> None:
        if slip is None:
            self.paper.show_picture(QImage(), "")
            self._about.setText("")
        elif slip != self._shown:
            said = f"{slip.courier} {slip.tracking} {slip.receiver}"
            self.paper.show_picture(draw_waybill(slip, waybill_words()), said)
            size = _("{width} × {height} mm").format(width=WIDTH_MM, height=HEIGHT_MM)
            why = (
                _("the shop shows part of the address; it is printed as it is")
                if slip.is_hidden
                else _("the phone is masked")
            )
            self._about.setText(f"{size} · {why}")
        self._shown = slip

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 5, 8, 5)
        head.setSpacing(4)
        head.addWidget(ElidedLabel(_("Slip"), kind="title"), 1)
        for part in (self.before, self._place, self.after):
            head.addWidget(part)
        column.addLayout(head)
        column.addWidget(hairline())
        inside = QVBoxLayout()
        inside.setContentsMargins(16, 0, 16, 14)
        inside.setSpacing(8)
        inside.addWidget(self.paper, 1)
        inside.addWidget(self._about)
        for part in (self.list_button, self.print_button, self.ship_button, self._stay):
            inside.addWidget(part)
        column.addLayout(inside, 1)

    def _connect(self) -> None:
        self.before.clicked.connect(lambda: self.stepped.emit(-1))
        self.after.clicked.connect(lambda: self.stepped.emit(1))
        self.list_button.clicked.connect(self.list_asked)
        self.print_button.clicked.connect(self.print_asked)
        self.ship_button.clicked.connect(self.ship_asked)
