"""The name of an order's customer as lists show it."""

from sqlalchemy import case, func

from microshop_desktop.persistence.tables.orders import OrderContact

SHOWN_NAME = case(
    (OrderContact.forget_at.is_(None), OrderContact.name),
    else_=func.substr(OrderContact.name, 1, 1).concat("**"),
)
"""What a platform revealed stays masked: only who looks at the order itself sees it."""
