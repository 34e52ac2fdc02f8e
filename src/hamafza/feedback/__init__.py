"""Her word after the work: were you contacted, was it useful, is it solved? Silence is counted apart.

asleep → sent → answered | silent; called_off when the request opened again. Twice a request: after ten days, and four
weeks after she confirmed. Foreign key upstream: intake.Request. Persian: رضایت‌سنجی.
"""
