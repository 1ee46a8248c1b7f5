"""What is plugged in: receipt printers, cash drawers, scanners."""
