"""A receipt as plain data: what was bought, what was paid, and what stands above and below it.

Amounts are minor units, quantities thousandths. The figures are those that the order stored;
nothing is computed anew here but the count of pieces.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from microshop_desktop.domain.quantity import ONE, is_whole


class ReceiptKind(StrEnum):
    """What the paper says: goods sold or money given back."""

    SALE = "sale"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class Paper:
    """A roll of paper: its width, the dots a printer has on it, the columns of its own letters."""

    millimetres: int
    dots: int
    columns: int

    @property
    def is_narrow(self) -> bool:
        """Tell whether goods take two rows each, because four columns would not fit."""
        return self.columns < _WIDE_COLUMNS


_WIDE_COLUMNS = 40
PAPER_80 = Paper(80, 576, 48)
PAPER_58 = Paper(58, 384, 32)


def paper(millimetres: int) -> Paper:
    """Return the paper of this width: 58, or 80 for everything else."""
    return PAPER_58 if millimetres == PAPER_58.millimetres else PAPER_80


@dataclass(frozen=True, slots=True)
class ShopHead:
    """The top of the paper: logo (the bytes of a picture file), name, and further lines."""

    name: str
    details: tuple[str, ...] = ()
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One kind of goods.

    `unit_price` is the price after the line's own discount, `list_price` before it (equal where
    there is none), `discount_name` how the discount is called (`9 折`). `unit` is printed behind
    the quantity: for what is weighed or packed.
    """

    name: str
    quantity: int
    unit_price: int
    list_price: int
    total: int
    unit: str = ""
    by_weight: bool = False
    discount_name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class NamedAmount:
    """An amount with its name: a discount on the whole, 抹零, a payment."""

    name: str
    amount: int


@dataclass(frozen=True, slots=True)
class ReceiptFooter:
    """The bottom of the paper: a QR code with the lines beside it, and the last, bold line."""

    qr_text: str = ""
    qr_lines: tuple[str, ...] = ()
    thanks: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptMoney:
    """The money of a receipt. `subtotal` + Σ `adjustments` = `total` = Σ `payments` − `change`."""

    currency: str
    subtotal: int
    total: int
    adjustments: tuple[NamedAmount, ...] = ()
    payments: tuple[NamedAmount, ...] = ()
    change: int = 0
    tax: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """A whole receipt.

    `date` and `time` are texts of the shop's zone. `of_order` names the order that a refund gives
    back. `copy_at` is when a copy was made, empty on the first print. `extras` are pairs of texts
    under the payments (points, balance).
    """

    kind: ReceiptKind
    head: ShopHead
    number: str
    date: str
    time: str
    lines: tuple[ReceiptLine, ...]
    money: ReceiptMoney
    cashier: str = ""
    customer: str = ""
    of_order: str = ""
    extras: tuple[tuple[str, str], ...] = ()
    footer: ReceiptFooter = field(default_factory=ReceiptFooter)
    copy_at: str = ""
    practice: bool = False

    @property
    def pieces(self) -> int:
        """Count pieces; whatever is weighed counts as one."""
        return sum(
            line.quantity // ONE if is_whole(line.quantity) and not line.by_weight else 1
            for line in self.lines
        )
