"""Keeping a record safe, and what can be wrong with it."""
