"""The doors for people: ask (public), receiving (operator, desk), letters, listing, triage, files."""
