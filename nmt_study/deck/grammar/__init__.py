"""The grammar of a deck file: from text to items with all that is wrong with them, and from items to text."""
