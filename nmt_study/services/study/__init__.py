"""Study: today's cards, a session on its walk through them, and what is said about it."""
