"""Our push button: icon, text and the key that presses it, in the kinds of the design."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QSizePolicy
from typing_extensions import override

from microshop_desktop.ui.theme import control, current, radius
from microshop_desktop.ui.widgets.paint import (
    Run,
    dashed_pen,
    elided,
    hint_run,
    icon_run,
    line_width,
    paint_box,
    paint_centred,
    paint_line,
    text_run,
)
from microshop_desktop.ui.widgets.pressable import Pressable

Kind = Literal[
    "primary",
    "secondary",
    "ink",
    "wechat",
    "alipay",
    "danger",
    "danger_quiet",
    "ghost",
    "link",
    "outline",
    "on_ink",
    "soft",
]
Size = Literal["compact", "default", "large", "pay"]
GAP = 8


@dataclass(frozen=True, slots=True)
class ButtonLook:
    """Colours of a kind by their names in the design; an empty name paints nothing."""

    fill: str
    hover: str
    pressed: str
    text: str
    border: str = ""
    bold: bool = False


_LOOKS: dict[Kind, ButtonLook] = {
    "primary": ButtonLook(
        "accentFill", "accentFillHover", "accentFillPressed", "onAccent", bold=True
    ),
    "secondary": ButtonLook("surface", "hover", "pressed", "text", "borderStrong"),
    "ink": ButtonLook("ink", "inkHover", "inkHover", "onInk", bold=True),
    "wechat": ButtonLook("wechatFill", "wechatFill", "onWechatSoft", "onWechat", bold=True),
    "alipay": ButtonLook("alipayFill", "alipayFill", "onAlipaySoft", "onAlipay", bold=True),
    "danger": ButtonLook("dangerFill", "dangerFill", "dangerFill", "onDanger", bold=True),
    "danger_quiet": ButtonLook("surface", "dangerSoft", "dangerSoft", "danger", "borderStrong"),
    "ghost": ButtonLook("", "hover", "pressed", "text"),
    "link": ButtonLook("", "hover", "pressed", "accent"),
    "outline": ButtonLook("surface", "hover", "pressed", "text", "borderControl", bold=True),
    "on_ink": ButtonLook("", "inkHover", "inkHover", "onInk", "borderControl"),
    "soft": ButtonLook("selected", "selected", "pressed", "onAccentSoft", "accent", bold=True),
}


class Button(Pressable):
    """A button painted as the mock-ups: its line in the middle, or spread by `spread()`.

    `key` is printed on the button and presses it (`Ctrl+Enter` stands for both Enter keys). Where
    room is short the key goes first, then a tall button wraps its text.
    """

    def __init__(
        self,
        text: str = "",
        *,
        kind: Kind = "secondary",
        icon: str = "",
        key: str = "",
        size: Size = "compact",
    ) -> None:
        super().__init__()
        self._kind, self._icon, self._key, self._size = kind, icon, key, size
        self._spread = False
        self._gap, self._tight = GAP, False
        self.setText(text)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        if key:
            bind_key(self, key)

    @property
    def kind(self) -> Kind:
        """The kind it is painted in."""
        return self._kind

    def show_kind(self, kind: Kind) -> None:
        """Paint it in another kind from now on."""
        if kind != self._kind:
            self._kind = kind
            self.updateGeometry()
            self.update()

    def spread(self) -> None:
        """Paint icon and text at the left edge, the key at the right one."""
        self._spread = True

    def tighten(self) -> None:
        """Save room between icon, text and key, for buttons that stand close together."""
        self._gap, self._tight = 6, True
        self.updateGeometry()

    def print_key(self, key: str) -> None:
        """Print a key on it that something else listens to."""
        self._key = key
        self.updateGeometry()

    def set_icon_name(self, name: str) -> None:
        """Show another icon; an empty name shows none."""
        self._icon = name
        self.updateGeometry()
        self.update()

    def set_label(self, text: str, *, tip: str = "") -> None:
        """Show another text; an icon alone gets its meaning from `tip`."""
        self.setText(text)
        self.name_it(tip or text)

    def name_it(self, name: str) -> None:
        """Say what an icon alone means, to the eye by a tool tip and to screen readers."""
        self.setAccessibleName(name)
        self.setToolTip(f"{name}  {self._key}".strip() if not self.text() else "")
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        hint = not current().roomy
        return self._hint(line_width(self._runs(hint=hint), self._gap))

    @override
    def minimumSizeHint(self) -> QSize:
        if not self._tall or not self.text():
            return self._hint(line_width(self._runs(hint=False), self._gap))
        metrics = QFontMetricsF(current().font(*self._font_kind()))
        word = max((metrics.horizontalAdvance(word) for word in self.text().split()), default=0.0)
        wrapped = max(word, metrics.horizontalAdvance(self.text()) / 2)
        icon = current().px(self._icon_size) + self._gap if self._icon else 0
        return self._hint(wrapped + icon)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.FontChange}:
            self.updateGeometry()
        super().changeEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        self._paint_frame(painter)
        inner = QRectF(self.rect()).adjusted(self._padding, 0, -self._padding, 0)
        runs, bare = self._runs(hint=True), self._runs(hint=False)
        if line_width(runs, self._gap) > inner.width() + 1:
            runs = bare
        if line_width(runs, self._gap) > inner.width() + 1:
            self._paint_wrapped(painter, inner)
        elif self._spread:
            paint_line(painter, inner, bare, gap=self._gap + 2)
            if len(runs) > len(bare):
                self._paint_key_right(painter, inner, runs[-1])
        else:
            paint_centred(painter, inner, runs, gap=self._gap)

    @property
    def _tall(self) -> bool:
        return self._size in {"large", "pay"}

    @property
    def _padding(self) -> int:
        if self._tight:
            return current().px(8)
        if not self.text():
            return current().px(9)
        return current().px(16 if self._tall else 12)

    @property
    def _icon_size(self) -> int:
        return 24 if self._tall else 20

    def _font_kind(self) -> tuple[Literal["lead", "strong"]]:
        return ("lead",) if self._tall else ("strong",)

    def _ink(self) -> QColor:
        if not self.isEnabled():
            return current().colour("textDisabled")
        return current().colour(_LOOKS[self._kind].text)

    def _runs(self, *, hint: bool) -> list[Run]:
        theme, ink = current(), self._ink()
        runs: list[Run] = []
        if self._icon:
            runs.append(icon_run(self._icon, theme.px(self._icon_size), ink))
        if self.text():
            font = theme.font(*self._font_kind(), bold=_LOOKS[self._kind].bold)
            runs.append(text_run(self.text(), font, ink))
        if hint and self._key and self.text() and not theme.roomy:
            runs.append(hint_run(self._key, ink if _LOOKS[self._kind].bold else _muted(ink)))
        return runs

    def _hint(self, content: float) -> QSize:
        theme = current()
        height = theme.px(control(self._size))
        width = round(content + 0.5) + 2 * self._padding
        return QSize(max(width, height), height)

    def _paint_frame(self, painter: QPainter) -> None:
        theme, look = current(), _LOOKS[self._kind]
        box, corner = QRectF(self.rect()), float(radius("control"))
        if not self.isEnabled():
            if look.fill:
                border = dashed_pen(theme.colour("borderStrong"))
                paint_box(painter, box, corner=corner, border=border)
            return
        name = look.pressed if self.isDown() else look.hover if self.underMouse() else look.fill
        if self.isChecked():
            name = look.pressed
        paint_box(
            painter,
            box,
            corner=corner,
            fill=theme.colour(name) if name else None,
            border=theme.colour(look.border) if look.border else None,
        )

    def _paint_key_right(self, painter: QPainter, inner: QRectF, key: Run) -> None:
        left = inner.right() - key.width
        paint_line(painter, QRectF(left, inner.top(), key.width, inner.height()), [key], gap=0)

    def _paint_wrapped(self, painter: QPainter, inner: QRectF) -> None:
        """Paint the text on two lines beside its icon; a low button cuts it instead."""
        theme, ink = current(), self._ink()
        if self._icon:
            run = icon_run(self._icon, theme.px(self._icon_size), ink)
            run.paint(painter, inner)
            inner = inner.adjusted(run.width + self._gap, 0, 0, 0)
        font = theme.font("strong", bold=_LOOKS[self._kind].bold)
        painter.setFont(font)
        painter.setPen(ink)
        if not self._tall:
            text = elided(self.text(), font, inner.width())
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, text)
            return
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(inner, int(flags), self.text())


def icon_button(icon: str, name: str, *, key: str = "", kind: Kind = "ghost") -> Button:
    """A square button with an icon alone; `name` says what it does."""
    button = Button(kind=kind, icon=icon, key=key)
    button.name_it(name)
    return button


def bind_key(widget: QAbstractButton, key: str) -> None:
    """Let a key press a button while it can be seen and used; `Enter` means both Enter keys."""
    for sequence in key_sequences(key):
        shortcut = QShortcut(sequence, widget)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(widget.click)


def key_sequences(key: str) -> list[QKeySequence]:
    """What Qt calls a key: `Ctrl+Enter` is two of them."""
    if not key.endswith("Enter"):
        return [QKeySequence(key)]
    start = key.removesuffix("Enter")
    return [QKeySequence(f"{start}Return"), QKeySequence(f"{start}Enter")]


def _muted(ink: QColor) -> QColor:
    return current().colour("textMuted") if ink == current().colour("text") else ink
