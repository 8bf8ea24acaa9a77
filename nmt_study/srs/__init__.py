"""Spaced repetition: memory model, intervals and the order of a session. Pure values, no IO."""
