"""The screen that the customer sees."""
