"""What Shopify is asked, in GraphQL; every field is one of version 2026-04."""

CHECK = "query check { shop { name currencyCode } }"

LOCATIONS = "query locations { locations(first: 20) { nodes { id name isActive } } }"

_LEVEL = """
inventoryItem {
  id
  tracked
  inventoryLevel(locationId: $location) { quantities(names: ["available"]) { quantity } }
}
"""

LISTINGS = f"""
query listings($first: Int!, $after: String, $location: ID!) {{
  shop {{ currencyCode }}
  productVariants(first: $first, after: $after) {{
    nodes {{ id sku barcode title price {_LEVEL} product {{ id title status }} }}
    pageInfo {{ hasNextPage endCursor }}
  }}
}}
"""

STOCK = f"""
query stock($ids: [ID!]!, $location: ID!) {{
  nodes(ids: $ids) {{ ... on ProductVariant {{ id {_LEVEL} }} }}
}}
"""

SET_STOCK = """
mutation setStock($input: InventorySetQuantitiesInput!, $key: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $key) {
    inventoryAdjustmentGroup { id }
    userErrors { code field message }
  }
}
"""

PRICE = """
query price($ids: [ID!]!) {
  shop { currencyCode }
  nodes(ids: $ids) { ... on ProductVariant { id price } }
}
"""

SET_PRICE = """
mutation setPrice($product: ID!, $variants: [ProductVariantsBulkInput!]!) {
  productVariantsBulkUpdate(productId: $product, variants: $variants) {
    productVariants { id price }
    userErrors { code field message }
  }
}
"""

_MONEY = "{ shopMoney { amount currencyCode } }"
_CONTACT = "shippingAddress { name phone address1 address2 city province zip country }"


def _order(*, contact: bool) -> str:
    return f"""
fragment order on Order {{
  id name createdAt updatedAt cancelledAt note taxesIncluded
  displayFinancialStatus displayFulfillmentStatus returnStatus
  totalPriceSet {_MONEY} totalReceivedSet {_MONEY}
  totalRefundedSet {_MONEY} totalShippingPriceSet {_MONEY}
  {_CONTACT if contact else ""}
  fulfillments(first: 20) {{ status trackingInfo {{ number company }} }}
  lineItems(first: $lines, after: $line) {{
    nodes {{
      id sku title variantTitle quantity currentQuantity unfulfilledQuantity
      originalTotalSet {_MONEY} discountedTotalSet {_MONEY}
      taxLines {{ ratePercentage priceSet {_MONEY} }}
      variant {{ id }} product {{ id }}
    }}
    pageInfo {{ hasNextPage endCursor }}
  }}
}}
"""


def orders(*, contact: bool) -> str:
    """Return the query for orders by when they changed; `contact`: with names and addresses."""
    return f"""
query orders($first: Int!, $after: String, $query: String!, $lines: Int!, $line: String) {{
  orders(first: $first, after: $after, sortKey: UPDATED_AT, query: $query) {{
    nodes {{ ...order }}
    pageInfo {{ hasNextPage endCursor }}
  }}
}}
{_order(contact=contact)}
"""


def order(*, contact: bool) -> str:
    """Return the query for one order and a page of its lines."""
    return f"""
query order($id: ID!, $lines: Int!, $line: String) {{ order(id: $id) {{ ...order }} }}
{_order(contact=contact)}
"""


_AFTERSALES = f"""
fragment aftersales on Order {{
  id updatedAt returnStatus
  refunds(first: 20) {{
    id createdAt updatedAt note totalRefundedSet {_MONEY}
    refundLineItems(first: 20) {{ nodes {{ quantity lineItem {{ id }} }} }}
  }}
}}
"""
AFTERSALES = f"""
query aftersales($first: Int!, $after: String, $query: String!) {{
  orders(first: $first, after: $after, sortKey: UPDATED_AT, query: $query) {{
    nodes {{ ...aftersales }}
    pageInfo {{ hasNextPage endCursor }}
  }}
}}
{_AFTERSALES}
"""
AFTERSALES_OF_ORDER = f"""
query aftersalesOfOrder($id: ID!) {{ order(id: $id) {{ ...aftersales }} }}
{_AFTERSALES}
"""

SENT = """
query sent($id: ID!) {
  order(id: $id) {
    fulfillments(first: 20) {
      status
      fulfillmentLineItems(first: 50) { nodes { quantity lineItem { id } } }
    }
  }
}
"""

TO_FULFIL = """
query toFulfil($id: ID!, $after: String) {
  order(id: $id) {
    fulfillmentOrders(first: 10, after: $after) {
      nodes { id status lineItems(first: 50) { nodes { id remainingQuantity lineItem { id } } } }
      pageInfo { hasNextPage endCursor }
    }
  }
}
"""

SHIP = """
mutation ship($fulfillment: FulfillmentInput!) {
  fulfillmentCreate(fulfillment: $fulfillment) {
    fulfillment { id status }
    userErrors { field message }
  }
}
"""
