"""Help for somebody who writes a deck: what stands where, what it means, what is misspelt, and who looked it over."""
