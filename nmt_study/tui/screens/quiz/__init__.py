"""Quizzes and exams: the list, the cover, a sitting, its result, and looking back."""
