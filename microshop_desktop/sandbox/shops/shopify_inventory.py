"""Writes of stock at a practice Shopify: compared with what is there, once for their key."""

import json
from collections.abc import Mapping

from microshop_desktop.sandbox.shops.front import Call
from microshop_desktop.sandbox.shops.goods import Sku
from microshop_desktop.sandbox.shops.graphql import GraphqlError, Node
from microshop_desktop.sandbox.shops.shop import Shop
from microshop_desktop.sandbox.shops.shopify_shapes import (
    LOCATION,
    MOST_ROWS,
    Arguments,
    number_of,
)

Directives = Mapping[str, Mapping[str, object]]


class Inventory:
    """The stock of one shop and the keys of its writes."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._done: dict[str, tuple[str, Node]] = {}

    def set(self, call: Call, given: Arguments, directives: Directives) -> Node:
        """Set quantities once for their key; the same again returns what was returned."""
        key = str(directives.get("idempotent", {}).get("key") or "")
        if not key:
            raise GraphqlError("The @idempotent directive is required", "BAD_REQUEST")
        wish = json.dumps(given, sort_keys=True)
        if key not in self._done:
            self._done[key] = (wish, self._set(call, given))
        known, result = self._done[key]
        if known != wish:
            raise GraphqlError("Key of other parameters", "IDEMPOTENCY_KEY_PARAMETER_MISMATCH")
        return result

    def _set(self, call: Call, given: Arguments) -> Node:
        wish = given.get("input")
        if not isinstance(wish, dict) or wish.get("name") != "available":
            raise GraphqlError("input.name must be available")
        rows, changes, errors = wish.get("quantities"), [], []
        if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_ROWS:
            raise GraphqlError("quantities must be between 1 and 250")
        for place, row in enumerate(rows):
            sku, code = self._target(call, row, is_first=place == 0)
            if sku is None:
                errors.append(user_error(code, ["input", "quantities", str(place)]))
            else:
                changes.append((sku, row["quantity"]))
        if not errors:
            for sku, quantity in changes:
                sku.stock = quantity
        group = None if errors else Node("InventoryAdjustmentGroup", {"id": "gid://shopify/x/1"})
        fields: dict[str, object] = {"inventoryAdjustmentGroup": group, "userErrors": errors}
        return Node("InventorySetQuantitiesPayload", fields)

    def _target(
        self, call: Call, row: Mapping[str, object], *, is_first: bool
    ) -> tuple[Sku | None, str]:
        """Return the SKU that a row of a write is for, or the code of what is wrong with it."""
        if "changeFromQuantity" not in row:
            raise GraphqlError("changeFromQuantity is required")
        sku = self._shop.sku(number_of("InventoryItem", row.get("inventoryItemId")))
        if sku is None:
            return None, "INVALID_INVENTORY_ITEM"
        if row.get("locationId") != LOCATION:
            return None, "INVALID_LOCATION"
        if is_first:
            call.before_stock_write(sku)
        if row["changeFromQuantity"] not in (None, sku.stock):
            return None, "CHANGE_FROM_QUANTITY_STALE"
        return sku, ""


def user_error(code: str, path: list[str]) -> Node:
    """Return one of the errors that a mutation gives with HTTP 200."""
    return Node("UserError", {"code": code, "message": code.lower(), "field": path})
