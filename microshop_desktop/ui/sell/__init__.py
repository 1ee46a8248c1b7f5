"""The selling page: scan, basket, payment."""
