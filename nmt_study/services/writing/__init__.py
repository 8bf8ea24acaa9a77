"""For whoever writes decks: begun, previewed, laid out, reviewed, and help in an editor."""
