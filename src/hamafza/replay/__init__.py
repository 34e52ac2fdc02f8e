"""A real city's request log, run through the whole loop on simulated time.

What enters: a CSV and a mapping (`maps/*.toml`). What leaves: counts that are true by a query anyone can repeat.
"""
