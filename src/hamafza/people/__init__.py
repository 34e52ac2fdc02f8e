"""Accounts: the people who serve, and how they sign in.

What enters: a name, a phone, a pass-word. What leaves: `Person`, the actor of every command.
"""
