"""Decks from and for other programs: where each goes, its pictures, and the answers that come along."""
