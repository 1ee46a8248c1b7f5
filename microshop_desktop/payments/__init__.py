"""How money arrives by phone: gateways of the platforms, the collector, their bills."""
