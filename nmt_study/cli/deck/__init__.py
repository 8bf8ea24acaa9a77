"""The group `deck`."""
