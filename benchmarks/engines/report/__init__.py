"""What becomes of measured rows: a table, a picture, a place in the README."""
