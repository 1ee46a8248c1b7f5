"""Why an order of an online shop must not be shipped yet, besides a state that nobody knows."""

GIFT_NOT_ACCEPTED = "gift_not_accepted"
"""A present that was paid, and that its receiver has not accepted yet."""
NOT_RELEASED = "not_released"
"""Paid, but the platform has not released it for shipping."""
LOCKED = "locked"
"""The platform has locked it, mostly because the customer wants the money back."""
