"""What the platforms keep of a payment, and how much of it goes back with a refund."""

from microshop_desktop.sandbox.trades import RefundEnd, Trade

RATE = 60
"""Hundredths of a percent."""


def fee(amount: int) -> int:
    """Return what the platform keeps of an amount of fen, rounded half up."""
    return (amount * RATE + 5_000) // 10_000


def fee_back(trade: Trade, amount: int) -> int:
    """Return how much of the fees goes back with a refund of `amount` fen.

    In proportion to what was paid, and so that nothing is left when all has gone back.
    """
    charged = sum(fee(payment.amount) for payment in trade.payments)
    paid, after = trade.paid_amount, trade.refunded + amount
    before = sum(back.fee_back for back in trade.refunds if back.end is not RefundEnd.CLOSED)
    return (2 * charged * after + paid) // (2 * paid) - before
