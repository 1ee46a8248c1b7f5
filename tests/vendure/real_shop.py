"""The shop as its own owner sees it in its own administration, and as the tests let it run."""

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from microshop_desktop.channels.channel import SkuRef
from microshop_desktop.infra.clock import SystemClock
from tests.vendure.customer import Bought, Customer
from tests.vendure.graphql import NO_ERROR, Person
from tests.vendure.shop_process import ShopProcess

TRIES = 10
TO_THE_SECOND = len("2026-11-24T13:05:52")
USER, PASSWORD = "superadmin", "test-only"
LOG_IN = f"""mutation ($user: String!, $password: String!) {{
  login(username: $user, password: $password) {{ {NO_ERROR} }}
}}"""
VARIANTS = """query ($sku: String!) { productVariants(options: { filter: { sku: { eq: $sku } } }) {
  items { id sku product { id } stockLevels { stockLocationId stockOnHand stockAllocated } }
} }"""
MOVEMENTS = """query ($id: ID!) { productVariant(id: $id) {
  stockMovements(options: { take: 1000 }) { items { ... on StockMovement { type quantity } } }
} }"""
ORDER = """query ($id: ID!) { order(id: $id) {
  id code state updatedAt orderPlacedAt totalWithTax
  lines { id quantity productVariant { id sku } }
  payments { id } fulfillments { id state method trackingCode lines { orderLineId quantity } }
} }"""
NEW_PRODUCT = "mutation ($i: CreateProductInput!) { createProduct(input: $i) { id } }"
REMOVE_PRODUCT = "mutation ($id: ID!) { deleteProduct(id: $id) { result } }"
NEW_VARIANTS = """mutation ($i: [CreateProductVariantInput!]!) {
  createProductVariants(input: $i) { id }
}"""
UPDATE = "mutation ($i: [UpdateProductVariantInput!]!) { updateProductVariants(input: $i) { id } }"
CANCEL = f"mutation ($i: CancelOrderInput!) {{ cancelOrder(input: $i) {{ {NO_ERROR} }} }}"
REFUND = f"""mutation ($i: RefundOrderInput!) {{
  refundOrder(input: $i) {{ {NO_ERROR} ... on Refund {{ id }} }}
}}"""
SETTLE = f"mutation ($i: SettleRefundInput!) {{ settleRefund(input: $i) {{ {NO_ERROR} }} }}"
FULFIL = f"""mutation ($i: FulfillOrderInput!) {{
  addFulfillmentToOrder(input: $i) {{ {NO_ERROR} ... on Fulfillment {{ id }} }}
}}"""
MOVE_ON = f"""mutation ($id: ID!, $state: String!) {{
  transitionFulfillmentToState(id: $id, state: $state) {{ {NO_ERROR} }}
}}"""
COUNT = """mutation ($i: UpdateGlobalSettingsInput!) {
  updateGlobalSettings(input: $i) { __typename }
}"""
NEW_LOCATION = """mutation ($i: CreateStockLocationInput!) {
  createStockLocation(input: $i) { id }
}"""
CLOSE_LOCATION = """mutation ($i: DeleteStockLocationInput!) {
  deleteStockLocation(input: $i) { result }
}"""
NEW_PROMOTION = f"""mutation ($i: CreatePromotionInput!) {{
  createPromotion(input: $i) {{ {NO_ERROR} }}
}}"""
NEW_ADMINISTRATOR = """mutation ($i: CreateAdministratorInput!) {
  createAdministrator(input: $i) { id }
}"""
NEW_METHOD = "mutation ($i: CreatePaymentMethodInput!) { createPaymentMethod(input: $i) { id } }"
SETTLE_PAYMENT = f"mutation ($id: ID!) {{ settlePayment(id: $id) {{ {NO_ERROR} }} }}"
ROLE = "mutation ($i: CreateRoleInput!) { createRole(input: $i) { id } }"
KEY = "mutation ($i: CreateApiKeyInput!) { createApiKey(input: $i) { apiKey } }"


class Stock(NamedTuple):
    """Pieces of a variant: those that lie there, and those of them that belong to orders."""

    on_hand: int
    allocated: int


class RealShop:
    """A running shop. Its owner looks at it and works in it, apart from the program under test."""

    def __init__(self, process: ShopProcess) -> None:
        self.process = process
        self._owner = Person(f"{process.address}/admin-api")
        self.log_in()

    def log_in(self) -> None:
        """Begin a session, as after a shop was killed: what it had not written down is gone."""
        self.ask(LOG_IN, user=USER, password=PASSWORD)

    @property
    def address(self) -> str:
        """Where the shop answers."""
        return self.process.address

    @property
    def api_key(self) -> str:
        """The key with the seven rights that a till needs."""
        return self.process.api_key

    def ask(self, document: str, **variables: object) -> Any:
        """Do anything as the owner."""
        return self._owner.ask(document, **variables)

    def customer(self) -> Customer:
        """Return a customer who comes for the first time."""
        return Customer(self.address)

    def buy(self, pieces: Mapping[str, int]) -> Bought:
        """Let a customer buy pieces, by their SKU."""
        return self.customer().buy(self.by_id(pieces))

    def buy_at_once(self, pieces: Mapping[str, int], orders: int) -> list[Bought]:
        """Let customers pay in one second, as the shop itself tells it."""
        for _ in range(TRIES):
            customers = [self.customer() for _ in range(orders)]
            for customer in customers:
                customer.go_to_the_till(self.by_id(pieces))
            _wait_for_a_new_second()
            with ThreadPoolExecutor(orders) as pool:
                bought = list(pool.map(Customer.pay, customers))
            if len({self.order(one.id)["orderPlacedAt"][:TO_THE_SECOND] for one in bought}) == 1:
                return bought
        raise AssertionError("the shop is too slow for orders of one second")

    def by_id(self, pieces: Mapping[str, int]) -> dict[str, int]:
        """Return pieces by the id of their variant in place of their SKU."""
        return {self.variant(sku)["id"]: count for sku, count in pieces.items()}

    def variant(self, sku: str) -> Any:
        """Return the one variant with a SKU."""
        (variant,) = self.ask(VARIANTS, sku=sku)["items"]
        return variant

    def stock(self, sku: str) -> Stock:
        """Return what lies there of a SKU that lies in one place."""
        (level,) = self.variant(sku)["stockLevels"]
        return Stock(level["stockOnHand"], level["stockAllocated"])

    def movements(self, sku: str) -> list[tuple[str, int]]:
        """Return kind and pieces of all that ever changed a SKU's stock."""
        told = self.ask(MOVEMENTS, id=self.variant(sku)["id"])
        return [(one["type"], one["quantity"]) for one in told["stockMovements"]["items"]]

    def new_goods(self, sku: str, pieces: int, *, price: int = 1000) -> SkuRef:
        """Begin to sell something that no other test knows; return how the program names it."""
        words = {"languageCode": "en", "name": f"Goods {sku}"}
        page = {**words, "slug": sku.lower(), "description": ""}
        product = self.ask(NEW_PRODUCT, i={"translations": [page]})
        given = {"productId": product["id"], "sku": sku, "price": price, "stockOnHand": pieces}
        (variant,) = self.ask(NEW_VARIANTS, i=[{**given, "translations": [words]}])
        return SkuRef(product["id"], variant["id"])

    def remove_product(self, product: str) -> None:
        """Stop selling a product for good."""
        self.ask(REMOVE_PRODUCT, id=product)

    def new_location(self, name: str) -> str:
        """Open another place where goods lie; return its id."""
        return str(self.ask(NEW_LOCATION, i={"name": name})["id"])

    def close_location(self, location: str) -> None:
        """Close a place again."""
        self.ask(CLOSE_LOCATION, i={"id": location})

    def put_at(self, sku: str, location: str, pieces: int) -> None:
        """Say how many pieces lie at a place."""
        self.change(sku, stockLevels=[{"stockLocationId": location, "stockOnHand": pieces}])

    def levels(self, sku: str) -> dict[str, int]:
        """Return the pieces that lie at each place."""
        found = self.variant(sku)["stockLevels"]
        return {level["stockLocationId"]: level["stockOnHand"] for level in found}

    def change(self, sku: str, /, **fields: object) -> None:
        """Change a variant."""
        self.ask(UPDATE, i=[{"id": self.variant(sku)["id"], **fields}])

    def count_stock(self, is_counted: bool) -> None:
        """Say whether stock is counted of variants that say nothing themselves."""
        self.ask(COUNT, i={"trackInventory": is_counted})

    def order(self, order_id: str) -> Any:
        """Return an order as the owner sees it."""
        return self.ask(ORDER, id=order_id)

    def line(self, order_id: str, sku: str) -> str:
        """Return the id of an order's line by its SKU."""
        (found,) = [
            line["id"]
            for line in self.order(order_id)["lines"]
            if line["productVariant"]["sku"] == sku
        ]
        return str(found)

    def cancel(self, order_id: str, pieces: Mapping[str, int] | None = None) -> None:
        """Cancel pieces of an order, by their SKU, or all of it."""
        given: dict[str, object] = {"orderId": order_id, "reason": "asked", "cancelShipping": True}
        if pieces:
            given |= {"lines": self._lines(order_id, pieces), "cancelShipping": False}
        self.ask(CANCEL, i=given)

    def refund(self, order_id: str, amount: int) -> str:
        """Begin to give money back; return the refund's id."""
        (payment,) = self.order(order_id)["payments"]
        given = {"lines": [], "shipping": 0, "adjustment": 0, "amount": amount, "reason": "asked"}
        return str(self.ask(REFUND, i={**given, "paymentId": payment["id"]})["id"])

    def settle(self, refund_id: str) -> None:
        """Say that a refund has arrived."""
        self.ask(SETTLE, i={"id": refund_id, "transactionId": "T1"})

    def fulfil(self, order_id: str, pieces: Mapping[str, int], *, tracking: str) -> str:
        """Pack pieces of an order in the shop's own administration; return the parcel's id."""
        arguments = {"method": "DHL", "trackingCode": tracking}
        handler = {
            "code": "manual-fulfillment",
            "arguments": [{"name": name, "value": value} for name, value in arguments.items()],
        }
        given = {"lines": self._lines(order_id, pieces), "handler": handler}
        return str(self.ask(FULFIL, i=given)["id"])

    def move_parcel(self, parcel_id: str, state: str) -> None:
        """Say where a parcel is now."""
        self.ask(MOVE_ON, id=parcel_id, state=state)

    def new_promotion(self, coupon: str, *, percent: int) -> None:
        """Give so much off a whole order to whoever has a coupon."""
        discount = {"name": "discount", "value": str(percent)}
        action = {"code": "order_percentage_discount", "arguments": [discount]}
        words = [{"languageCode": "en", "name": coupon}]
        given = {"enabled": True, "couponCode": coupon, "conditions": [], "actions": [action]}
        self.ask(NEW_PROMOTION, i={**given, "translations": words})

    def new_payment_method(self, code: str) -> None:
        """Take payments that are only authorised until the owner settles them."""
        settles = {"name": "automaticSettle", "value": "false"}
        handler = {"code": "dummy-payment-handler", "arguments": [settles]}
        words = [{"languageCode": "en", "name": code}]
        given = {"code": code, "enabled": True, "handler": handler, "translations": words}
        self.ask(NEW_METHOD, i=given)

    def settle_payment(self, order_id: str) -> None:
        """Take the money of an order that was authorised."""
        (payment,) = self.order(order_id)["payments"]
        self.ask(SETTLE_PAYMENT, id=payment["id"])

    def key_with(self, *rights: str) -> str:
        """Make an API key with these rights alone."""
        words = [{"languageCode": "en", "name": "-".join(rights)}]
        given = {"roleIds": [self._role(*rights)], "translations": words}
        return str(self.ask(KEY, i=given)["apiKey"])

    def new_administrator(self, name: str, *rights: str) -> None:
        """Let somebody else in by `PASSWORD`, with these rights alone."""
        whole = {"firstName": "C", "lastName": "L", "emailAddress": name, "password": PASSWORD}
        self.ask(NEW_ADMINISTRATOR, i={**whole, "roleIds": [self._role(*rights)]})

    def end_session(self, token: str) -> None:
        """Let all sessions of its owner end, as they do by themselves after their time."""
        session = Person(f"{self.address}/admin-api")
        session.token = token
        assert session.ask("mutation { logout { success } }")["success"]

    def _role(self, *rights: str) -> str:
        named = "-".join(rights).lower()
        given = {"code": named, "description": named, "permissions": list(rights)}
        return str(self.ask(ROLE, i=given)["id"])

    def _lines(self, order_id: str, pieces: Mapping[str, int]) -> Sequence[Mapping[str, object]]:
        return [
            {"orderLineId": self.line(order_id, sku), "quantity": count}
            for sku, count in pieces.items()
        ]


def _wait_for_a_new_second() -> None:
    clock = SystemClock()
    second = clock.now().second
    while clock.now().second == second:
        time.sleep(0.005)
