"""Papers: what is to be said, once, and the forms in which it is printed, read aloud, opened or mailed."""
