"""Study, examine and log continuing education for neuromuscular therapy, in the terminal."""

__version__ = "0.1.0"
