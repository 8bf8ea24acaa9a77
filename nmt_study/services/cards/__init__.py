"""Single cards: found, shown in full, shaped, edited, and what becomes of changed ones."""
