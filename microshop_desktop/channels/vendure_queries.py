"""What a Vendure shop is asked, in GraphQL.

With an API key each field at the top of a question costs a quarter of a second, since the key is
checked anew for each: so there is one wherever one will do.
"""

LOG_IN = """mutation ($name: String!, $password: String!) {
  login(username: $name, password: $password) {
    __typename ... on ErrorResult { errorCode message }
  }
}"""
WHO_ASKS = "query { activeChannel { code } }"
"""What anybody may ask whom the shop knows, whatever their rights."""
FACTS = """query {
  activeChannel { code defaultCurrencyCode seller { name } }
  globalSettings { trackInventory serverConfig { moneyStrategyPrecision } }
}"""
MAY_READ = """query {
  productVariants(options: { take: 1 }) { totalItems }
  orders(options: { take: 1 }) { totalItems }
  stockLocations { items { id name } }
}"""
MAY_WRITE = """mutation {
  updateProductVariants(input: []) { id }
  addFulfillmentToOrder(
    input: { lines: [], handler: { code: "manual-fulfillment", arguments: [] } }
  ) { __typename }
}"""
"""Changes nothing: no variants, and a parcel without lines, which is refused."""
VARIANTS = """query ($o: ProductVariantListOptions) { productVariants(options: $o) {
  totalItems items { id sku enabled priceWithTax currencyCode trackInventory
    product { id name enabled } options { name }
    stockLevels { stockLocationId stockOnHand stockAllocated }
  }
} }"""
STOCK = """query ($o: ProductVariantListOptions) { productVariants(options: $o) { items {
  id trackInventory stockLevels { stockLocationId stockOnHand stockAllocated }
} } }"""
SET_STOCK = """mutation ($i: [UpdateProductVariantInput!]!) { updateProductVariants(input: $i) {
  id trackInventory stockLevels { stockLocationId stockOnHand stockAllocated }
} }"""
PRICE = """query ($o: ProductVariantListOptions) { productVariants(options: $o) { items {
  id priceWithTax currencyCode
} } }"""
SET_PRICE = """mutation ($i: [UpdateProductVariantInput!]!) { updateProductVariants(input: $i) {
  id priceWithTax currencyCode
} }"""
PRICES_HOLD_TAX = "query { activeChannel { pricesIncludeTax } }"
_ORDER = """
  id code state updatedAt orderPlacedAt currencyCode shippingWithTax totalWithTax
  customer { firstName lastName phoneNumber }
  shippingAddress {
    fullName company streetLine1 streetLine2 city province postalCode country phoneNumber
  }
  lines {
    id quantity orderPlacedQuantity taxRate
    linePriceWithTax proratedLinePrice proratedLinePriceWithTax
    productVariant { id sku product { id name } options { name } }
  }
  payments { createdAt updatedAt state amount refunds { updatedAt state total } }
  fulfillments { id updatedAt state method trackingCode lines { orderLineId quantity } }
"""
ORDERS = (
    f"query ($o: OrderListOptions) {{ orders(options: $o) {{ totalItems items {{ {_ORDER} }} }} }}"
)
ORDER = f"query ($id: ID!) {{ order(id: $id) {{ {_ORDER} }} }}"
_BACK = """
  id currencyCode
  payments { id state amount
    refunds { id createdAt updatedAt state total reason transactionId
      lines { orderLineId quantity } }
  }
"""
BACKS = (
    f"query ($o: OrderListOptions) {{ orders(options: $o) {{ totalItems items {{ {_BACK} }} }} }}"
)
BACKS_OF_ORDER = f"query ($id: ID!) {{ order(id: $id) {{ {_BACK} }} }}"
GIVE_BACK = """mutation ($i: RefundOrderInput!) { refundOrder(input: $i) {
  __typename ... on Refund { id state } ... on ErrorResult { errorCode message }
} }"""
SETTLE_BACK = """mutation ($i: SettleRefundInput!) { settleRefund(input: $i) {
  __typename ... on Refund { id state } ... on ErrorResult { errorCode message }
} }"""
TAKE_OUT = """mutation ($i: CancelOrderInput!) { cancelOrder(input: $i) {
  __typename ... on Order { id state } ... on ErrorResult { errorCode message }
} }"""
CANCELLATIONS = """query ($id: ID!) { order(id: $id) {
  id history(options: { take: 1000, filter: { type: { eq: "ORDER_CANCELLATION" } } }) {
    items { type data }
  }
} }"""
PARCELS = """query ($id: ID!) { order(id: $id) {
  id lines { id quantity }
  fulfillments { id state method trackingCode lines { orderLineId quantity } }
} }"""
ADD_PARCEL = """mutation ($i: FulfillOrderInput!) { addFulfillmentToOrder(input: $i) {
  __typename ... on Fulfillment { id state } ... on ErrorResult { errorCode message }
} }"""
SEND_PARCEL = """mutation ($id: ID!) { transitionFulfillmentToState(id: $id, state: "Shipped") {
  __typename ... on Fulfillment { id state } ... on ErrorResult { errorCode message }
  ... on FulfillmentStateTransitionError { transitionError }
} }"""
