"""The settings page: sections at the left, each with its state; one section at the right."""
