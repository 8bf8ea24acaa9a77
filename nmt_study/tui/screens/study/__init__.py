"""Studying: a session and its end, where a card comes from, and custom sessions."""
