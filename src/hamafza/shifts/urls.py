"""Shifts: lists, a week, planning, a roster, one shift, and a volunteer's own page."""

from django.urls import path

from hamafza.shifts.views import lists, own, planning, roster, shift, week

app_name = "shifts"

urlpatterns = [
    path("shifts/", lists.shifts, name="list"),
    path("shifts/print", lists.printed, name="list_print"),
    path("shifts/sheet", lists.as_sheet, name="list_sheet"),
    path("shifts/new", planning.new, name="new"),
    path("shifts/week", week.page, name="week"),
    path("shifts/week/print", week.printed, name="week_print"),
    path("shifts/week/copy", week.copy, name="week_copy"),
    path("shifts/week/publish", week.publish, name="week_publish"),
    path("shifts/roster", roster.page, name="roster"),
    path("shifts/<int:pk>/", shift.page, name="shift"),
    path("shifts/<int:pk>/publish", shift.publish, name="publish"),
    path("shifts/<int:pk>/change", shift.change, name="change"),
    path("shifts/<int:pk>/cancel", shift.cancel, name="cancel"),
    path("shifts/<int:pk>/add", shift.add, name="add"),
    path("shifts/<int:pk>/close", shift.close, name="close"),
    path("shifts/bookings/<int:pk>/out", shift.out, name="out"),
    path("shifts/bookings/<int:pk>/came", shift.came, name="came"),
    path("shifts/bookings/<int:pk>/no-show", shift.no_show, {"excused": False}, name="no_show"),
    path("shifts/bookings/<int:pk>/excused", shift.no_show, {"excused": True}, name="excused"),
    path("v/<str:token>/shifts/", own.page, name="mine"),
    path("v/<str:token>/shifts.ics", own.ics, name="mine_ics"),
    path("v/<str:token>/shifts/<str:verb>/<int:pk>", own.act, name="mine_act"),
    path("v/<str:token>/shifts/<int:pk>/call-off", own.call_off, name="mine_call_off"),
]
