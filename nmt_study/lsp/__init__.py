"""The language server: help for decks in any editor that speaks the Language Server Protocol."""
