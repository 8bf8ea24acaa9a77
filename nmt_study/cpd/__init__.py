"""Continuing professional development: what a body credits of what was done, and what is still needed. Pure."""
