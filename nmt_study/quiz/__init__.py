"""Questions with a key: marking what was answered."""
