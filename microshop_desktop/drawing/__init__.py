"""Receipts and other papers as pictures: Qt shapes the text, printers get dots."""
