"""The parts that screens are made of: they take values, draw them, and post messages; they know no service."""
