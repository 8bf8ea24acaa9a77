"""What a change of the texts means: which card became which, and which items an edit touched."""
