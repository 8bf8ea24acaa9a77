"""What the answers so far say, and how far it can be trusted: shares, habits, predictions, pace. Pure values, no IO."""
