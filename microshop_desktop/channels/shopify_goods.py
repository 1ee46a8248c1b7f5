"""What a Shopify shop lists, and its stock at one location: set only where it is as expected."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from microshop_desktop.channels import shopify_queries as queries
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
from microshop_desktop.channels.shopify_account import ShopifyAccount
from microshop_desktop.channels.shopify_wire import ShopifyWire

PER_PAGE = 100
ITEM, PLACE = "inventory_item", "location"
"""In the `extra` of a SKU: what its stock is kept under, and where."""
_ONLY_ONE = "Default Title"
_STALE = frozenset({"CHANGE_FROM_QUANTITY_STALE", "COMPARE_QUANTITY_STALE"})
_STILL_WRITING = "IDEMPOTENCY_CONCURRENT_REQUEST"
"""The same write came before and is not done yet."""
_HELD_UP = "batch_refused"
"""Another SKU of the same write was refused, and with it all of them."""


class ShopifyGoods:
    """Reads goods and stock, writes stock."""

    def __init__(self, wire: ShopifyWire, account: ShopifyAccount) -> None:
        self._wire, self._account = wire, account

    def listings(self, cursor: str) -> Page[OnlineSku]:
        """Return variants, each with its stock at the location."""
        location, after = _place(cursor) if cursor else (self._location(), None)
        asked = {"first": PER_PAGE, "after": after, "location": location}
        data = self._wire.ask(queries.LISTINGS, asked)
        currency, page = data.part("shop").word("currencyCode"), data.part("productVariants")
        skus = tuple(_sku(row, location, currency) for row in page.rows("nodes"))
        end = next_cursor(page)
        return Page(skus, json.dumps([location, end]) if end else "")

    def _location(self) -> str:
        """Return the location that is meant: the one that was chosen, or the only one."""
        if self._account.location:
            return self._account.location
        rows = self._wire.ask(queries.LOCATIONS, {}).part("locations").rows("nodes")
        active = [row for row in rows if row.flag("isActive")]
        if len(active) == 1:
            return active[0].word("id")
        names = ", ".join(f"{row.text('name')} = {row.text('id')}" for row in active)
        raise ChannelError(Trouble.REFUSED, "location", detail=names)

    def stock(self, refs: Sequence[SkuRef]) -> Mapping[str, int]:
        """Return the pieces of each SKU that can be sold."""
        shown: dict[str, int] = {}
        for location, group in _by_location(refs).items():
            asked = {"ids": [ref.sku for ref in group], "location": location}
            for row in _present(self._wire.ask(queries.STOCK, asked)):
                pieces = _available(row)
                if pieces is not None:
                    shown[row.word("id")] = pieces
        return shown

    def set_stock(self, changes: Sequence[StockChange], key: str) -> list[StockResult]:
        """Set the pieces; all of a location's are set or none."""
        by_sku = {change.ref.sku: change for change in changes}
        results: list[StockResult] = []
        for location, group in _by_location(change.ref for change in changes).items():
            results += self._set([by_sku[ref.sku] for ref in group], location, key)
        return results

    def price(self, ref: SkuRef) -> int | None:
        """Return the price of a variant; None where it is gone."""
        data = self._wire.ask(queries.PRICE, {"ids": [ref.sku]})
        decimals = exponent(data.part("shop").word("currencyCode"))
        for row in _present(data):
            return row.amount("price", decimals) if row.text("price") else None
        return None

    def set_price(self, ref: SkuRef, price: int, currency: str) -> None:
        """Set the price of a variant; needs the scope write_products."""
        amount = f"{Decimal(price).scaleb(-exponent(currency)):f}"
        asked = {"product": ref.product, "variants": [{"id": ref.sku, "price": amount}]}
        payload = self._wire.ask(queries.SET_PRICE, asked).part("productVariantsBulkUpdate")
        for error in payload.rows("userErrors"):
            code = error.text("code") or error.text("message")
            raise ChannelError(Trouble.REFUSED, code, detail=error.text("message"))

    def _set(self, changes: list[StockChange], location: str, key: str) -> list[StockResult]:
        quantities = [
            {
                "inventoryItemId": change.ref.extra.get(ITEM, ""),
                "locationId": location,
                "quantity": change.pieces,
                "changeFromQuantity": change.expected,
            }
            for change in changes
        ]
        name = str(uuid5(NAMESPACE_URL, f"{key} {location}"))
        wish = {
            "name": "available",
            "reason": "correction",
            "referenceDocumentUri": f"microshop://stock/{name}",
            "quantities": quantities,
        }
        data = self._wire.ask(queries.SET_STOCK, {"input": wish, "key": name})
        errors = _errors_by_row(data.part("inventorySetQuantities"))
        return [_result(change, place, errors) for place, change in enumerate(changes)]


def _errors_by_row(payload: Told) -> dict[int, str]:
    """Return the codes of what was refused, by the place of the row; −1 for all of it."""
    errors: dict[int, str] = {}
    for error in payload.rows("userErrors"):
        path = error.values.get("field")
        steps = path if isinstance(path, list) else []
        places = [int(step) for step in map(str, steps) if step.isdecimal()]
        code = error.text("code") or error.text("message")
        if code == _STILL_WRITING:
            raise ChannelError(Trouble.BUSY, code)
        errors[places[0] if places else -1] = code
    if not errors and "inventoryAdjustmentGroup" not in payload.values:
        raise bad_answer("inventorySetQuantities")
    return errors


def _result(change: StockChange, place: int, errors: Mapping[int, str]) -> StockResult:
    """Return what became of one row: without errors all are done, else none is."""
    sku = change.ref.sku
    if not errors:
        return StockResult(sku, Written.DONE, change.pieces)
    code = errors.get(place, errors.get(-1, ""))
    if not code:
        return StockResult(sku, Written.STALE, code=_HELD_UP)
    return StockResult(sku, Written.STALE if code in _STALE else Written.REFUSED, code=code)


def next_cursor(page: Told) -> str:
    """Return where a list goes on, empty at its end."""
    info = page.part("pageInfo")
    return info.word("endCursor") if info.flag("hasNextPage") else ""


def _by_location(refs: Iterable[SkuRef]) -> dict[str, list[SkuRef]]:
    groups: defaultdict[str, list[SkuRef]] = defaultdict(list)
    for ref in refs:
        groups[ref.extra.get(PLACE, "")].append(ref)
    return groups


def _present(data: Told) -> list[Told]:
    """Return the variants that there are; the others come as null."""
    rows = data.values.get("nodes")
    if not isinstance(rows, list):
        raise bad_answer("nodes")
    return [Told(row) for row in rows if isinstance(row, dict) and row]


def _available(row: Told) -> int | None:
    """Return the pieces at the location; None where none are counted, or not there."""
    item = row.part("inventoryItem")
    quantities = item.part("inventoryLevel").rows("quantities")
    return quantities[0].whole("quantity") if item.flag("tracked") and quantities else None


def _sku(row: Told, location: str, currency: str) -> OnlineSku:
    product, spec = row.part("product"), row.text("title")
    extra = {ITEM: row.part("inventoryItem").word("id"), PLACE: location}
    return OnlineSku(
        ref=SkuRef(product.word("id"), row.word("id"), extra),
        code=row.text("sku"),
        barcode=row.text("barcode"),
        title=product.text("title"),
        spec="" if spec == _ONLY_ONE else spec,
        price=row.amount("price", exponent(currency)) if row.text("price") else None,
        currency=currency,
        shown=_available(row),
        on_sale=product.text("status") == "ACTIVE",
    )


def _place(cursor: str) -> tuple[str, str]:
    try:
        location, after = json.loads(cursor)
    except (ValueError, TypeError) as error:
        raise bad_answer("cursor") from error
    return str(location), str(after)
