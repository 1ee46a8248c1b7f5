"""The Stock page: levels, why they are what they are, corrections."""
