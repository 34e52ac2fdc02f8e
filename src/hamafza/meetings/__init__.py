"""Meetings become action: a series plans itself, its agenda writes itself, decisions are chased to a verified end.

planned → agenda_open → agenda_sent → held → minutes_draft → minutes_confirmed → closed, or cancelled with a reason.
Foreign keys upstream: places.Place (whose meeting), network.Centre (who is host), people.Person (chair, owner, …).
Persian: سلسله نشست، نشست، دستور جلسه، صورت‌جلسه، مصوبه، اقدام.
"""
