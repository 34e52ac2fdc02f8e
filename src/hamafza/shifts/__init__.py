"""Shifts: hours of a centre for which hands are wanted; nobody is booked twice, and a hole is mended in time.

draft → published → running → closed, or cancelled with a reason. A booking: waiting → signed_up | rostered → came |
no_show, or called_off with a reason. Foreign keys upstream: network.Centre, volunteers.Volunteer and Skill, people.Person.
Persian: نوبت خدمت، نام‌نویسی، نوبت‌بندی، کناره‌گیری، جانشین نوبت.
"""
