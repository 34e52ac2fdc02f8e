"""Screens of the hop: the centre, the sender, the officer without an account, the last door."""
