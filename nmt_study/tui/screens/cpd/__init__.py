"""Continuing education: credentials and activities."""
