"""The library of deck files: what is in them, known through a cache, searched, checked and changed."""
