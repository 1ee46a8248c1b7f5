"""What could not be printed: a list over the window, with print again and drop."""
