"""The window: a folder per page, widgets, view-models without Qt."""
