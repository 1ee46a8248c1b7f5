"""The payments that are not settled yet: a chip in the top bar and the list behind it."""
