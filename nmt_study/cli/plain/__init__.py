"""The plain mode: everything as numbered lines, readable by a screen reader, drivable by a script."""
