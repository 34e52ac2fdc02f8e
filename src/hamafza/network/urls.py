"""Centres, coverage and calendar."""

from django.urls import path

from hamafza.network.views import calendar, centre, centres, coverage, editing, importing, matrix

app_name = "network"
urlpatterns = [
    path("centres/", centres.listing, name="centres"),
    path("centres/print", centres.printed, name="centres_print"),
    path("centres/sheet", centres.exported, name="centres_sheet"),
    path("centres/new", editing.new, name="new"),
    path("centres/import", importing.look, name="import"),
    path("centres/import/do", importing.carry_out, name="import_do"),
    path("centres/import/undo", importing.undo, name="import_undo"),
    path("centres/<slug:code>/", centre.centre, name="centre"),
    path("centres/<slug:code>/confirm", centre.confirm, name="confirm"),
    path("centres/<slug:code>/capacity", centre.capacity, name="capacity"),
    path("centres/<slug:code>/state", centre.state, name="state"),
    path("centres/<slug:code>/edit", editing.edit, name="edit"),
    path("centres/<slug:code>/hours", editing.hours, name="hours"),
    path("network/matrix", matrix.matrix, name="matrix"),
    path("network/matrix/print", matrix.printed, name="matrix_print"),
    path("network/matrix/sheet", matrix.exported, name="matrix_sheet"),
    path("network/afternoon", coverage.coverage, name="afternoon"),
    path("network/afternoon/print", coverage.printed, name="afternoon_print"),
    path("network/afternoon/sheet", coverage.exported, name="afternoon_sheet"),
    path("network/calendar", calendar.calendar, name="calendar"),
    path("network/calendar/<int:pk>/drop", calendar.drop, name="drop_holiday"),
]
