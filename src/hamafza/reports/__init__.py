"""Periodic reports that write themselves: a centre's month, a county's, a province's, out of the journal.

due → submitted → accepted, or sent back with remarks pinned to a figure; a correction after acceptance is a numbered
edition. Foreign keys upstream: network.Centre, places.Place (whose report), people.Person. Persian: گزارش دوره‌ای.
"""
