"""Screens of the hop, by who stands before them: the centre, the sender, the officer without an account, the last door."""
