"""The refund page, which exchanges goods as well."""
