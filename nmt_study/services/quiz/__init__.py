"""Quizzes and exams: drawing a paper, sitting it, what sittings came to, making one from decks."""
