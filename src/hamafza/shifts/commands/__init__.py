"""Verbs of shifts: plan, publish, book, call off, ask for a stand-in, note who came."""

from hamafza.shifts.commands.asking import ask_next, ask_silent, say_no, say_yes
from hamafza.shifts.commands.booking import call_off, join_waiting, put_in, sign_up
from hamafza.shifts.commands.day import close, note_came, note_no_show, put_right, report_absent
from hamafza.shifts.commands.planning import copy_week, plan
from hamafza.shifts.commands.shift import cancel, change, publish
from hamafza.shifts.commands.watching import begin, hand_over, shift_late, stand_in

__all__ = [
    "ask_next", "ask_silent", "begin", "call_off", "cancel", "change", "close", "copy_week", "hand_over", "join_waiting",
    "note_came", "note_no_show", "plan", "publish", "put_in", "put_right", "report_absent", "say_no", "say_yes", "shift_late",
    "sign_up", "stand_in",
]  # fmt: skip
