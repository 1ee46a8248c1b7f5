"""Practice servers that speak the platforms' protocols and check our clients.

Nothing here imports another part of the program: what is checked must not check itself. The rest of
the program knows only `sandbox.sandbox.Sandbox`.
"""
