"""Each role's first page, composed of everything, and the search over all that one may see."""
