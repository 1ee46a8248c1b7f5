"""What a WooCommerce shop lists, and its stock: products, and variations with a stock of their own.

A variation whose `manage_stock` is the word "parent" has none: its pieces lie with the product, for
all variations together, and are written there.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal

from microshop_desktop.channels.answers import Told, bad_answer, exponent
from microshop_desktop.channels.channel import (
    ChannelError,
    OnlineSku,
    Page,
    SkuRef,
    StockChange,
    StockResult,
    Trouble,
    Written,
)
from microshop_desktop.channels.woocommerce_wire import WooWire

PER_PAGE = 100
HOLDER, PARENT = "stock", "parent"
"""In the `extra` of a SKU: its pieces lie with the product."""
_NOT_OURS = frozenset({"external", "grouped"})
"""Sold by somebody else, or only a page that shows others."""


@dataclass(frozen=True, slots=True)
class _Parent:
    """A product whose variations are still to be read."""

    product: str
    title: str
    on_sale: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a listing is: page of products, products to open first, page of the first of them."""

    page: int = 1
    currency: str = ""
    parents: tuple[_Parent, ...] = ()
    inner: int = 1
    more: bool = True

    def written(self) -> str:
        """Return it as a cursor, empty where nothing is left."""
        return json.dumps(asdict(self)) if self.parents or self.more else ""

    def opened(self, pages: int) -> "_Place":
        """Return the place after a page of the first product's variations."""
        if self.inner < pages:
            return replace(self, inner=self.inner + 1)
        return replace(self, parents=self.parents[1:], inner=1)


class WooGoods:
    """Reads goods and stock, writes stock."""

    def __init__(self, wire: WooWire) -> None:
        self._wire = wire

    def currency(self) -> str:
        """Return the shop's currency."""
        return self._wire.one("data/currencies/current").word("code")

    def listings(self, cursor: str) -> Page[OnlineSku]:
        """Return what is listed; each page costs one request, and one more at the start."""
        place = _place(cursor) if cursor else _Place(currency=self.currency())
        if place.parents:
            return self._variations(place)
        query = {
            "page": str(place.page),
            "per_page": str(PER_PAGE),
            "orderby": "id",
            "order": "asc",
            "status": "any",
        }
        listed = self._wire.page("products", query)
        parents = tuple(_parents(listed.rows))
        skus = tuple(
            _sku(row, _plain_ref(row), row.text("name"), place.currency, on_sale=_public(row))
            for row in listed.rows
            if not row.values.get("variations") and row.text("type") not in _NOT_OURS
        )
        left = replace(place, page=place.page + 1, parents=parents, more=place.page < listed.pages)
        return Page(skus, left.written())

    def _variations(self, place: _Place) -> Page[OnlineSku]:
        parent = place.parents[0]
        query = {"page": str(place.inner), "per_page": str(PER_PAGE), "orderby": "id"}
        listed = self._wire.page(f"products/{parent.product}/variations", {**query, "order": "asc"})
        skus = tuple(
            _sku(
                row,
                _variation_ref(row, parent.product),
                parent.title,
                place.currency,
                on_sale=parent.on_sale and _public(row),
            )
            for row in listed.rows
        )
        return Page(skus, place.opened(listed.pages).written())

    def stock(self, refs: Sequence[SkuRef]) -> Mapping[str, int]:
        """Return the pieces of each SKU; one request for all products, one a product with more."""
        shown: dict[str, int] = {}
        for path, group in _by_place(refs):
            ids = ",".join(ref.sku for ref in group)
            query = {"include": ids, "per_page": str(PER_PAGE)}
            if path == "products":
                query["status"] = "any"
            for row in self._wire.page(path, query).rows:
                pieces = _pieces(row)
                if pieces is not None:
                    shown[row.word("id")] = pieces
        return shown

    def set_stock(self, changes: Sequence[StockChange]) -> list[StockResult]:
        """Write the pieces, one request for all products and one a product with variations.

        Variations that share a stock must agree on it: what differs is refused as `stock_shared`.
        """
        own = [change for change in changes if change.ref.extra.get(HOLDER) != PARENT]
        shared = [change for change in changes if change.ref.extra.get(HOLDER) == PARENT]
        results: list[StockResult] = []
        by_sku = {change.ref.sku: change for change in own}
        agreed, quarrels = _agreed(shared)
        by_sku |= {product: _at_product(same[0], product) for product, same in agreed.items()}
        told = self._written(by_sku)
        results += [told[change.ref.sku] for change in own]
        for product, same in agreed.items():
            results += [replace(told[product], sku=change.ref.sku) for change in same]
        refused = (change.ref.sku for change in quarrels)
        results += [StockResult(sku, Written.REFUSED, code="stock_shared") for sku in refused]
        return results

    def price(self, ref: SkuRef) -> int | None:
        """Return the price that is shown; None where there is none."""
        for path, group in _by_place([ref]):
            query = {"include": group[0].sku, "per_page": "1"}
            if path == "products":
                query["status"] = "any"
            for row in self._wire.page(path, query).rows:
                return row.amount("price", exponent(self.currency())) if row.text("price") else None
        return None

    def set_price(self, ref: SkuRef, price: int, currency: str) -> None:
        """Set the usual price; one that is marked down there keeps showing the lower one."""
        ((path, _group),) = _by_place([ref])
        amount = f"{Decimal(price).scaleb(-exponent(currency)):f}"
        update = [{"id": int(ref.sku), "regular_price": amount}]
        for row in self._wire.write("POST", f"{path}/batch", {"update": update}).rows("update"):
            error = row.part("error")
            if error.values:
                raise ChannelError(Trouble.REFUSED, error.text("code"))

    def _written(self, changes: Mapping[str, StockChange]) -> dict[str, StockResult]:
        results: dict[str, StockResult] = {}
        refs = [change.ref for change in changes.values()]
        for path, group in _by_place(refs):
            update = [
                {
                    "id": int(ref.sku),
                    "manage_stock": True,
                    "stock_quantity": changes[ref.sku].pieces,
                }
                for ref in group
            ]
            answer = self._wire.write("POST", f"{path}/batch", {"update": update})
            results |= {row.word("id"): _result(row) for row in answer.rows("update")}
        if set(results) != set(changes):
            raise bad_answer("update")
        return results


def _at_product(change: StockChange, product: str) -> StockChange:
    """Return a change that is written to the product itself."""
    return replace(change, ref=SkuRef(product, product))


def _agreed(
    changes: Iterable[StockChange],
) -> tuple[dict[str, list[StockChange]], list[StockChange]]:
    """Part the changes of shared stocks into those that agree, by product, and the others."""
    groups: defaultdict[str, list[StockChange]] = defaultdict(list)
    for change in changes:
        groups[change.ref.product].append(change)
    agreed = {p: same for p, same in groups.items() if len({c.pieces for c in same}) == 1}
    quarrels = [change for p, group in groups.items() if p not in agreed for change in group]
    return agreed, quarrels


def _by_place(refs: Iterable[SkuRef]) -> Iterator[tuple[str, list[SkuRef]]]:
    """Yield where SKUs are read and written, with those that are there; at most a page each."""
    groups: defaultdict[str, list[SkuRef]] = defaultdict(list)
    for ref in refs:
        path = "products" if ref.sku == ref.product else f"products/{ref.product}/variations"
        groups[path].append(ref)
    for path, group in groups.items():
        for start in range(0, len(group), PER_PAGE):
            yield path, group[start : start + PER_PAGE]


def _result(row: Told) -> StockResult:
    error = row.part("error")
    if error.values:
        return StockResult(row.word("id"), Written.REFUSED, code=error.text("code"))
    return StockResult(row.word("id"), Written.DONE, _pieces(row))


def _pieces(row: Told) -> int | None:
    """Return the pieces that can be sold; None where the shop does not count them."""
    managed = row.values.get("manage_stock") in (True, PARENT)
    return row.whole("stock_quantity") if managed and "stock_quantity" in row.values else None


def _sku(row: Told, ref: SkuRef, title: str, code: str, *, on_sale: bool) -> OnlineSku:
    price = row.amount("price", exponent(code)) if row.text("price") else None
    chosen = (choice.text("option") for choice in row.rows("attributes"))
    return OnlineSku(
        ref=ref,
        code=row.text("sku"),
        barcode=row.text("global_unique_id"),
        title=title,
        spec=" / ".join(filter(None, chosen)) if ref.sku != ref.product else "",
        price=price,
        currency=code,
        shown=_pieces(row),
        on_sale=on_sale,
    )


def _plain_ref(row: Told) -> SkuRef:
    return SkuRef(row.word("id"), row.word("id"))


def _variation_ref(row: Told, product: str) -> SkuRef:
    shared = row.values.get("manage_stock") == PARENT
    return SkuRef(product, row.word("id"), {HOLDER: PARENT} if shared else {})


def _public(row: Told) -> bool:
    return row.text("status") == "publish"


def _parents(rows: Iterable[Told]) -> Iterator[_Parent]:
    for row in rows:
        if row.values.get("variations"):
            yield _Parent(row.word("id"), row.text("name"), _public(row))


def _place(cursor: str) -> _Place:
    try:
        values = json.loads(cursor)
        parents = tuple(_Parent(**parent) for parent in values.pop("parents"))
        return _Place(**values, parents=parents)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise bad_answer("cursor") from error
