"""Practice online shops that speak the platforms' protocols and check our channels.

`shop` is what all of them have: goods, stock, orders, parcels, customers. `front` is what stands
before it on the network: faults, and the platform's own words in a file of its own.
"""
