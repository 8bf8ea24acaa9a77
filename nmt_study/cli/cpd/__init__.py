"""The group `cpd`: continuing education."""
