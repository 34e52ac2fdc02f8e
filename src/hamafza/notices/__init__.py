"""Messages to people: SMS, e-mail and the daily digest. The only sender.

What enters: a template's name and facts. What leaves: outbox rows in the command's own transaction, sent later by
`tick`. No text carries a name or a domain.
"""
