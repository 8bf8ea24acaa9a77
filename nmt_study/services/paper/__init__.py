"""Decks and quizzes on paper."""
