"""The plain-text deck format: identity, meaning and the values read from it. No files are opened here."""
