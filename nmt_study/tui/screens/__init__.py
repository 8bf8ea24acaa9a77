"""The screens of the full-screen program, one module each, with its style sheet beside it."""
