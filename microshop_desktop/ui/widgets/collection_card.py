"""A collection code drawn anew, with the amount beside it that the customer types."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from microshop_desktop.domain.collection_code import CodeScheme, CollectionCode
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.widgets.labels import IconLabel, label
from microshop_desktop.ui.widgets.qr_code import QrCode

_LOOKS = {
    CodeScheme.WECHAT: ("wechat-pay", "wechat"),
    CodeScheme.ALIPAY: ("alipay", "alipay"),
    CodeScheme.OTHER: ("qr-code", "text"),
}


def scheme_name(scheme: CodeScheme) -> str:
    """How the program that pays into a code is called."""
    names = {CodeScheme.WECHAT: _("WeChat"), CodeScheme.ALIPAY: _("Alipay")}
    return names.get(scheme, _("Other code"))


class CollectionCard(QFrame):
    """The code at the left; whose it is, what to pay and what to do at the right.

    `inside` another card it has no frame, and the words stand under the code. Nothing tells when
    the money arrives, and it says so.
    """

    def __init__(self, *, inside: bool = False) -> None:
        super().__init__()
        if not inside:
            self.setProperty("surface", "card")
        self.code = QrCode()
        self._named = QWidget(self)
        self._mark = IconLabel("qr-code", 28)
        self._scheme = label(kind="strong")
        self._owner = label(tone="muted", wrap=True)
        self._amount = label(kind="total")
        self._hint = label(tone="muted", wrap=True)
        row = QVBoxLayout(self) if inside else QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(16)
        row.addWidget(self.code, 1, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(self._words(named=not inside), 0 if inside else 1)

    def show_code(self, shown: CollectionCode, amount: str) -> None:
        """Show a code, who receives the money, and the amount as it is to be typed."""
        owner = shown.owner
        icon, tone = _LOOKS[shown.scheme]
        self.code.show_text(shown.text)
        self.code.setAccessibleName(_("Collection code of {name}").format(name=owner))
        self._mark.show_icon(icon, tone)
        self._scheme.setText(scheme_name(shown.scheme))
        self._owner.setText(_("Goes to {name}").format(name=owner) if owner else "")
        self._amount.setText(amount)
        self._hint.setText(_("The customer types this amount. See on your phone that it arrived."))

    def _words(self, *, named: bool) -> QVBoxLayout:
        """The words; `named`: with the platform's mark, which an outer card may show already."""
        column = QVBoxLayout()
        column.setSpacing(6)
        head = QHBoxLayout(self._named)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self._mark)
        head.addWidget(self._scheme, 1)
        column.addStretch(1)
        self._named.setVisible(named)
        column.addWidget(self._named)
        for part in (self._owner, self._amount, self._hint):
            column.addWidget(part)
        column.addStretch(1)
        return column
