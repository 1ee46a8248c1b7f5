"""The Online page: how the online shops stand, and what waits for a person."""
