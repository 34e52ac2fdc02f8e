"""What was done, where, when and for how many: append-only, hash-chained, without a name.

What enters: one line from every command that does something for somebody. What leaves: every figure of reports, maps
and public pages; nothing else may feed them.
"""
