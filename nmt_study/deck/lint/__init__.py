"""The lint of item writing: what is known to spoil questions, looked for without judging what they are about."""
