"""Cards outside of a session: found, shown, edited, changed."""
