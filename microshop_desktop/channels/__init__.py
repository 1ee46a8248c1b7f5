"""Where else the shop sells: online shops, each a channel, and the engine that syncs them."""
