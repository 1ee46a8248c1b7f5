"""A customer of the shop, who knows only what the shop's web page knows."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.vendure.graphql import NO_ERROR, Person

ADD = f"""mutation ($id: ID!, $n: Int!) {{
  addItemToOrder(productVariantId: $id, quantity: $n) {{ {NO_ERROR} }}
}}"""
COUPON = f"""mutation ($code: String!) {{
  applyCouponCode(couponCode: $code) {{ {NO_ERROR} }}
}}"""
WHO = f"""mutation {{ setCustomerForOrder(
  input: {{ firstName: "Ada", lastName: "Kern", emailAddress: "ada@example.com" }}
) {{ {NO_ERROR} }} }}"""
WHERE = f"""mutation {{ setOrderShippingAddress(input: {{
  fullName: "Ada Kern", streetLine1: "Hauptstr. 5", streetLine2: "2. Stock", city: "Bonn",
  postalCode: "53111", countryCode: "DE", phoneNumber: "+49 228 123"
}}) {{ {NO_ERROR} }} }}"""
HOW = f"""mutation ($ids: [ID!]!) {{
  setOrderShippingMethod(shippingMethodId: $ids) {{ {NO_ERROR} }}
}}"""
TO_PAY = f"""mutation {{ transitionOrderToState(state: "ArrangingPayment") {{ {NO_ERROR} }} }}"""
PAY = f"""mutation ($method: String!) {{
  addPaymentToOrder(input: {{ method: $method, metadata: {{}} }}) {{
    {NO_ERROR} ... on Order {{ id code state }}
  }}
}}"""


@dataclass(frozen=True)
class Bought:
    """An order as the customer knows it."""

    id: str
    code: str


class Customer(Person):
    """One customer with one basket."""

    def __init__(self, address: str) -> None:
        super().__init__(f"{address}/shop-api")

    def put_in_basket(self, pieces: Mapping[str, int]) -> None:
        """Put pieces into the basket, by the id of their variant."""
        for variant, count in pieces.items():
            self.ask(ADD, id=variant, n=count)

    def use_coupon(self, code: str) -> None:
        """Use a coupon for the basket."""
        self.ask(COUPON, code=code)

    def go_to_the_till(self, pieces: Mapping[str, int]) -> None:
        """Fill the basket and say all that is asked, up to the payment."""
        self.put_in_basket(pieces)
        self.ask(WHO)
        self.ask(WHERE)
        (method,) = self.ask("{ eligibleShippingMethods { id } }")
        self.ask(HOW, ids=[method["id"]])
        self.ask(TO_PAY)

    def pay(self, method: str = "test-payment") -> Bought:
        """Pay for the basket: it is an order now."""
        order = self.ask(PAY, method=method)
        assert order["state"] in {"PaymentSettled", "PaymentAuthorized"}
        return Bought(order["id"], order["code"])

    def buy(self, pieces: Mapping[str, int]) -> Bought:
        """Do all of it."""
        self.go_to_the_till(pieces)
        return self.pay()
