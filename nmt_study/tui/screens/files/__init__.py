"""Deck files: brought in, begun, previewed, printed, and what is wrong with them."""
