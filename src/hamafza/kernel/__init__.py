"""Words of no domain that every area needs: actors, the clock, codes, moves, commands, news, and the chain.

What enters: nothing but Django. What leaves: `@command`, `move`, `announce`, `Actor`, `Refused`.
"""
