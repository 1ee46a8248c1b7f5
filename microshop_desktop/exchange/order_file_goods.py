"""The goods of one row of an order file: one, or several that stand in one cell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from microshop_desktop.domain.bill_cells import plain
from microshop_desktop.domain.order_file import OrderField, goods_key
from microshop_desktop.exchange.order_file_cells import Cells, pieces_in

_SIGN = re.compile(r"[;；]")
_COUNTED = re.compile(r"(.+?)\((\d{1,6})件\)")
"""Goods as Youzan writes them, with their pieces behind."""
_STATUS = OrderField.LINE_STATUS


@dataclass(frozen=True, slots=True)
class Goods:
    """Goods in a row. `key` names them in the account, empty where nobody can tell what they are.

    `total` is what they cost after discounts, `gross` before, None where the row does not say.
    """

    row: int
    line: str
    key: str
    product: str
    code: str
    title: str
    spec: str
    pieces: int
    gross: int | None
    total: int | None
    status: str


def goods_of(row: Cells, exponent: int) -> tuple[tuple[Goods, ...], bool]:
    """Return the goods of a row, and whether several in one cell could be told apart."""
    whole = _whole(row, exponent)
    titles = _parts(row.text(OrderField.TITLE))
    counted = [_COUNTED.fullmatch(plain(title)) for title in titles]
    if all(counted) and not row.text(OrderField.QUANTITY):
        pairs = [(found.group(1), int(found.group(2))) for found in counted if found]
        return tuple(_named(whole, title, "", pieces) for title, pieces in pairs), True
    kinds = row.pieces(OrderField.KINDS) or len(titles)
    if len(titles) == 1 and kinds <= 1:
        return (whole,), True
    return _parted(row, whole, titles)


def _parted(row: Cells, whole: Goods, titles: Sequence[str]) -> tuple[tuple[Goods, ...], bool]:
    """Part a row whose goods, codes and pieces stand in one cell each, in the same number."""
    counts = _parts(row.text(OrderField.QUANTITY))
    codes = _parts(row.text(OrderField.CODE)) or [""] * len(titles)
    if len(titles) < 2 or not len(titles) == len(counts) == len(codes):
        return (replace(whole, key="", code=""),), False
    return tuple(
        _named(whole, title, code, pieces_in(count, OrderField.QUANTITY) or 0)
        for title, code, count in zip(titles, codes, counts, strict=True)
    ), True


def _whole(row: Cells, exponent: int) -> Goods:
    """Return a row as it is, taken for one kind of goods."""
    counts = _parts(row.text(OrderField.QUANTITY))
    told = [pieces_in(count, OrderField.QUANTITY) or 0 for count in counts]
    pieces = sum(told) if told else 1
    price = row.amount(OrderField.PRICE, exponent)
    gross = None if price is None else price * pieces
    total, less = row.amount(OrderField.LINE_TOTAL, exponent), _discount(row, exponent)
    if total is None and gross is not None:
        total = max(0, gross - less)
    values = {
        "sku": row.key(OrderField.SKU),
        "code": _code(row),
        "product": row.key(OrderField.PRODUCT),
        "title": row.text(OrderField.TITLE),
        "spec": row.text(OrderField.SPEC),
    }
    return Goods(
        row=row.number,
        line=row.key(OrderField.LINE),
        key=goods_key(**values),
        product=values["product"],
        code=values["code"],
        title=values["title"],
        spec=values["spec"],
        pieces=pieces,
        gross=gross,
        total=total,
        status=row.text(_STATUS if row.has(_STATUS) else OrderField.STATUS),
    )


def _named(whole: Goods, title: str, code: str, pieces: int) -> Goods:
    """Return one of several goods of a row; what each costs the row does not say."""
    key = goods_key(sku="", code=code, product="", title=title, spec="")
    return replace(
        whole,
        line="",
        key=key,
        product="",
        code=code,
        title=title,
        spec="",
        pieces=pieces,
        gross=None,
        total=None,
    )


def _parts(text: str) -> list[str]:
    return [part for part in (each.strip() for each in _SIGN.split(text)) if part]


def _code(row: Cells) -> str:
    """Return the code of a row, or the codes of several goods as they stand there."""
    told = row.text(OrderField.CODE)
    return told if _SIGN.search(told) else row.key(OrderField.CODE)


def _discount(row: Cells, exponent: int) -> int:
    return abs(row.amount(OrderField.LINE_DISCOUNT, exponent) or 0)
