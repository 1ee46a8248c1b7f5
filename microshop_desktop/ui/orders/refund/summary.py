"""The right side of the refund page: what it comes to, how the money goes back, the red button."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from microshop_desktop.domain.basket import Method
from microshop_desktop.infra.formats import amount_text, money_text
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.infra.words import method_text
from microshop_desktop.ui.orders.detail_panel import MoneyRows
from microshop_desktop.ui.orders.refund.sentences import after_text, summary_rows
from microshop_desktop.ui.orders.refund.view_model import MoneyWay, RefundViewModel
from microshop_desktop.ui.orders.refund.way_card import WayCard
from microshop_desktop.ui.orders.words import is_by_platform
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.amount_edit import AmountEdit
from microshop_desktop.ui.widgets.banner import Banner
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.labels import hairline, label
from microshop_desktop.ui.widgets.panel import Panel
from microshop_desktop.ui.widgets.segments import Segment, Segments

_WIDTH = 372
_WIDTH_OF_LARGE_TEXTS = 300
_ICONS = {Method.WECHAT: "wechat-pay", Method.ALIPAY: "alipay", Method.CASH: "money"}
_PAY_METHODS = (Method.CASH, Method.COLLECTION_CODE, Method.OTHER)


class Summary(Panel):
    """Shows the sums; `changed` tells of another way, `confirmed` that it is to be booked."""

    changed = Signal()
    confirmed = Signal()

    def __init__(self, model: RefundViewModel) -> None:
        width = _WIDTH_OF_LARGE_TEXTS if current().roomy else _WIDTH
        super().__init__(width=width, closable=False)
        self._model = model
        self._rows = MoneyRows()
        self._amount_name = label(kind="strong", wrap=True)
        self._amount = label(kind="total")
        self._limit = label(kind="micro", tone="muted", wrap=True)
        self._ways_name = label(kind="micro", tone="muted")
        self._ways = QVBoxLayout()
        self._cash_row, self._cash = QWidget(), AmountEdit(model.currency.exponent)
        self._both = Button(_("Some of each"), kind="link", icon="arrows-left-right")
        self._pay = Segments([Segment(m.value, method_text(m)) for m in _PAY_METHODS])
        self._after = Banner(tone="quiet")
        self.button = Button(kind="danger", icon="arrow-u-up-left", key="Ctrl+Enter", size="large")
        self._build()
        self.refresh()

    def refresh(self) -> None:
        """Show the sums as they are now."""
        model, unit = self._model, self._model.currency
        count = ngettext("Refund {count} item", "Refund {count} items", model.pieces)
        self.set_title(count.format(count=model.pieces))
        self._rows.show_rows(summary_rows(model))
        name, minor = _headline(model)
        self._amount_name.setText(name)
        self._amount.setText(money_text(minor, unit))
        left = amount_text(model.still_refundable, unit)
        self._limit.setText(_("{amount} of this order can go back").format(amount=left))
        self._after.say(after_text(model), tone="quiet")
        self._after.setVisible(model.plan is not None)
        self.button.set_label(_verb(model))
        self.button.setEnabled(model.is_ready)
        self._show_ways()

    def _show_ways(self) -> None:
        model = self._model
        paying = model.exchange and model.difference.to_pay > 0
        giving = not model.exchange or model.difference.to_give > 0
        self._ways_name.setText(_("How the customer pays") if paying else _("How the money goes"))
        self._ways_name.setVisible(paying or giving)
        for number in range(self._ways.count()):
            item = self._ways.itemAt(number)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setVisible(giving)
        self._both.setVisible(giving and bool(model.paid_methods))
        self._cash_row.setVisible(giving and model.way is MoneyWay.BOTH)
        self._pay.setVisible(paying)
        if self._cash.value != model.cash_part and not self._cash.hasFocus():
            self._cash.set_value(model.cash_part)

    def _build(self) -> None:
        total = QVBoxLayout() if current().roomy else QHBoxLayout()
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._amount_name)
        names.addWidget(self._limit)
        total.addLayout(names, 1)
        total.addWidget(self._amount, 0, Qt.AlignmentFlag.AlignRight)
        self.body.addWidget(self._rows)
        self.body.addWidget(hairline())
        self.body.addLayout(total)
        self.body.addWidget(self._ways_name)
        self._build_ways()
        self.body.addWidget(self._pay)
        self._pay.chosen.connect(self._choose_pay)
        self.add_action(self._after)
        self.add_action(self.button)
        self.button.clicked.connect(self.confirmed)

    def _build_ways(self) -> None:
        self._ways.setSpacing(8)
        methods = self._model.paid_methods
        if methods:
            names = _(", ").join(method_text(method) for method in methods)
            title = _("Back as it was paid: {method}").format(method=names)
            self._add_way(
                MoneyWay.AS_PAID,
                _ICONS.get(methods[0], "qr-code"),
                title,
                self._how_it_goes(),
            )
        self._add_way(
            MoneyWay.CASH if methods else MoneyWay.AS_PAID,
            "money",
            _("Cash"),
            self._how_cash_goes(),
        )
        self.body.addLayout(self._ways)
        self._both.clicked.connect(self._choose_both)
        self.body.addWidget(self._both, 0, Qt.AlignmentFlag.AlignLeft)
        self._build_cash_part()

    def _how_it_goes(self) -> str:
        phone = [one for one in self._model.order.payments if one.method is not Method.CASH]
        if phone and all(map(is_by_platform, phone)):
            return _("By itself to the same payment; you see when it is there")
        return _("You send it by hand; it is noted as done")

    def _how_cash_goes(self) -> str:
        if self._model.is_practice:
            return _("Practice: no real cash, the drawer stays closed")
        return _("The drawer opens; counted in this shift")

    def _add_way(self, way: MoneyWay, icon: str, title: str, detail: str) -> None:
        card = WayCard(icon, title, detail)
        card.setChecked(way is self._model.way)
        card.clicked.connect(lambda: self._choose(way))
        self._ways.addWidget(card)

    def _build_cash_part(self) -> None:
        line = QHBoxLayout(self._cash_row)
        line.setContentsMargins(0, 0, 0, 0)
        name = label(_("In cash"))
        name.setBuddy(self._cash)
        line.addWidget(name, 1)
        line.addWidget(self._cash)
        self._cash.value_changed.connect(self._set_cash)
        self.body.addWidget(self._cash_row)

    def _choose(self, way: MoneyWay) -> None:
        self._model.choose_way(way)
        self.changed.emit()

    def _choose_both(self) -> None:
        self._choose(MoneyWay.BOTH)
        self._cash.setFocus()
        self._cash.selectAll()

    def _set_cash(self, minor: int | None) -> None:
        self._model.set_cash_part(minor or 0)
        self.changed.emit()

    def _choose_pay(self, key: str) -> None:
        self._model.pay_method = Method(key)
        self.changed.emit()


def _headline(model: RefundViewModel) -> tuple[str, int]:
    """The largest figure and its name."""
    if not model.exchange:
        return _("Back to the customer"), model.amount
    difference = model.difference
    if difference.to_pay:
        return _("The customer pays"), difference.to_pay
    return _("Back to the customer"), difference.to_give


def _verb(model: RefundViewModel) -> str:
    """What the red button does, with its amount."""
    unit = model.currency
    if not model.exchange:
        return _("Refund {amount}").format(amount=money_text(model.amount, unit))
    difference = model.difference
    if difference.to_pay:
        return _("Exchange, take {amount}").format(amount=money_text(difference.to_pay, unit))
    if difference.to_give:
        return _("Exchange, give {amount}").format(amount=money_text(difference.to_give, unit))
    return _("Exchange, nothing to pay")
