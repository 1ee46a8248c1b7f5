"""Taking money for one basket: what is still due, what was typed, what goes back."""

from microshop_desktop.domain.basket import Method, Tender
from microshop_desktop.domain.errors import ShopError
from microshop_desktop.domain.money import Currency, parse_amount, plain_amount
from microshop_desktop.domain.tenders import still_due
from microshop_desktop.ui.sell.cash import change_in_cash, likely_amounts

MOST_DIGITS = 9


class Payment:
    """The state of the payment pages. `entry` is the amount typed; empty means all that is due."""

    def __init__(self, currency: Currency, method: Method) -> None:
        """Begin to take money by a method."""
        self.currency = currency
        self.method = method
        self.entry = ""
        self.reference = ""
        self.code_wanted = False
        self._total = 0
        self._received: tuple[Tender, ...] = ()

    def owe(self, total: int, received: tuple[Tender, ...]) -> None:
        """Say what the basket costs and what was received for it so far."""
        self._total = total
        self._received = received

    def use(self, method: Method) -> None:
        """Go on by another method, with nothing typed."""
        self.method = method
        self.code_wanted = False
        self.entry = ""
        self.reference = ""

    @property
    def due(self) -> int:
        """What is still to be paid, in minor units."""
        return still_due(self._total, self._received)

    @property
    def amount(self) -> int:
        """The amount typed, or all that is due while nothing is."""
        try:
            return parse_amount(self.entry, self.currency.exponent) if self.entry else self.due
        except ShopError:
            return self.due

    @property
    def change(self) -> int:
        """What goes back: only cash gives change."""
        return max(self.amount - self.due, 0) if self.method is Method.CASH else 0

    @property
    def is_part(self) -> bool:
        """Tell whether something would be left to pay."""
        return self.amount < self.due

    @property
    def is_too_much(self) -> bool:
        """Tell whether more is typed than this method can take."""
        return self.method is not Method.CASH and self.amount > self.due

    def type(self, text: str) -> None:
        """Take digits or a decimal point; what would be no amount is ignored."""
        grown = (self.entry + text).lstrip("0") if text.isdigit() else self.entry + text
        if grown.startswith("."):
            grown = f"0{grown}"
        if self._is_amount(grown or "0"):
            self.entry = grown or "0"

    def erase(self) -> None:
        """Take the last digit back."""
        self.entry = self.entry[:-1]

    def choose(self, amount: int) -> None:
        """Take a ready amount."""
        self.entry = plain_amount(amount, self.currency.exponent)
        if self.currency.exponent and self.entry.endswith("0" * self.currency.exponent):
            self.entry = self.entry.partition(".")[0]

    def likely(self) -> list[int]:
        """Return amounts for the quick buttons."""
        return likely_amounts(self.due, self.currency)

    def change_parts(self) -> list[tuple[int, int]]:
        """Return the change in notes and coins."""
        return change_in_cash(self.change, self.currency)

    def tender(self) -> Tender:
        """Return the money as typed."""
        return Tender(self.method, self.amount, self.reference.strip())

    def _is_amount(self, text: str) -> bool:
        whole, point, decimals = text.partition(".")
        plain = (whole + decimals).isascii() and (whole + decimals).isdigit()
        fits = len(whole) <= MOST_DIGITS and len(decimals) <= self.currency.exponent
        return plain and fits and (not point or self.currency.exponent > 0)
