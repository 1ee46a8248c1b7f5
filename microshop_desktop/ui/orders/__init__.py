"""The Orders page: the list, one order beside it, refunds and exchanges."""
