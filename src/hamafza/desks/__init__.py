"""Each role's first page and the search, composed of everything below. Nothing may lean on a desk.

What enters: a person and an instant. What leaves: what waits for her, sorted by deadline, one action a row.
"""
