"""The figures and sentences beside a refund: what it comes to and what will be booked."""

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.stock import value_in_minor
from microshop_desktop.infra.formats import amount_text, money_text, quantity_text
from microshop_desktop.infra.translations import _
from microshop_desktop.infra.words import method_text
from microshop_desktop.services.order_values import RefundView
from microshop_desktop.ui.orders.refund.view_model import Done, RefundViewModel
from microshop_desktop.ui.orders.words import is_by_platform

Row = tuple[str, str, bool]


def summary_rows(model: RefundViewModel) -> list[Row]:
    """The sums above the line: goods at full price, discounts taken back, goods taken instead."""
    unit = model.currency
    rows: list[Row] = [(_("Goods at full price"), amount_text(model.gross, unit), False)]
    off = model.gross - model.amount
    if off:
        rows.append((_("Share of discounts"), amount_text(-off, unit), False))
    if model.plan is not None and model.plan.tax:
        rows.append((_("Tax in it"), amount_text(model.plan.tax, unit), False))
    if model.exchange and model.priced is not None:
        rows.append((_("Worth of what comes back"), amount_text(model.amount, unit), False))
        rows.append((_("Goods taken instead"), amount_text(model.priced.total, unit), False))
    return rows


def after_text(model: RefundViewModel) -> str:
    """What will be booked, in a sentence or two."""
    if model.plan is None:
        return ""
    sentences = [_goods_sentence(model)]
    through = {payment.payment for payment in model.order.payments if is_by_platform(payment)}
    practice = {payment.payment for payment in model.order.payments if payment.practice}
    itself: list[str] = []
    by_hand: list[str] = []
    for way in model.plan.ways:
        if way.method is not Method.CASH and way.payment is not None:
            text = f"{method_text(way.method)} {money_text(way.amount, model.currency)}"
            (itself if way.payment in through else by_hand).append(text)
    if any(way.method is Method.CASH and way.payment in practice for way in model.plan.ways):
        sentences.append(_("This was practice money: give no real cash for it."))
    if itself:
        text = _("{amounts} goes back to the same payment by itself, checked until it is there.")
        sentences.append(text.format(amounts=_(", ").join(itself)))
    if by_hand:
        text = _("Send {amounts} to the customer yourself; it is noted as done by hand.")
        sentences.append(text.format(amounts=_(", ").join(by_hand)))
    return " ".join(sentences)


def _goods_sentence(model: RefundViewModel) -> str:
    shares = model.plan.shares if model.plan else ()
    names = {line.no: line.name for line in model.order.lines}
    shelf = [f"{names[s.no]} +{quantity_text(s.quantity)}" for s in shares if s.restock]
    lost = [f"{names[s.no]} × {quantity_text(s.quantity)}" for s in shares if not s.restock]
    cost = value_in_minor(sum(share.cost_value for share in shares if not share.restock))
    sentences = []
    if shelf:
        sentences.append(_("To the shelf: {goods}.").format(goods=_(", ").join(shelf)))
    if lost:
        text = _("Written off: {goods}, cost {amount}.")
        amount = money_text(cost, model.currency)
        sentences.append(text.format(goods=_(", ").join(lost), amount=amount))
    return " ".join(sentences)


def done_text(done: Done, model: RefundViewModel) -> str:
    """What was done, for the toast."""
    unit = model.currency
    if done.sale_number:
        text = _("Exchanged: refund {refund}, sale {sale}")
        return text.format(refund=done.refund.number, sale=done.sale_number)
    amount = money_text(done.refund.amount, unit)
    if done.refund.state != "done":
        words = _("{amount} is going back · {number}")
        return words.format(amount=amount, number=done.refund.number)
    return _("Refunded {amount} · {number}").format(amount=amount, number=done.refund.number)


def earlier_text(refund: RefundView) -> str:
    """An earlier refund in a line: what came back."""
    return _(", ").join(f"{line.name} × {quantity_text(line.quantity)}" for line in refund.lines)
