"""Picking, packing and shipping: goods at the left, parcels in the middle, papers at the right."""
