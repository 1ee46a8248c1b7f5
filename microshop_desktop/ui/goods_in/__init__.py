"""Goods in: a delivery booked by scanning, with what it costs and what that does to the prices."""
