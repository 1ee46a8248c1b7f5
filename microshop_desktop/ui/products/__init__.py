"""The Products page: the list, edits in its cells, changes of many at once, the detail panel."""
