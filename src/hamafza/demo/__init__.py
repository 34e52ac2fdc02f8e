"""A lived-in province for newcomers: its past is made by the same commands that people use."""
