"""The pictures of the sample shop, painted by code."""
