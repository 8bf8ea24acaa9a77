"""The plain-text deck format: grammar, identity and the values read from it. No files are opened here."""
