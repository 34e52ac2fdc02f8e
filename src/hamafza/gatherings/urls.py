"""Gatherings, their occasions, the table of feasts; and two doors without an account."""

from django.urls import path

from hamafza.gatherings.views import feasts, gathering, leading, lists, occasion, open

app_name = "gatherings"

urlpatterns = [
    path("gatherings/", lists.listing, name="list"),
    path("gatherings/print", lists.printed, name="list_print"),
    path("gatherings/sheet", lists.exported, name="list_sheet"),
    path("gatherings/new", gathering.new, name="new"),
    path("gatherings/feasts", feasts.table, name="feasts"),
    path("gatherings/feasts/<int:pk>/", feasts.move, name="feast"),
    path("gatherings/feasts/<int:pk>/drop", feasts.drop, name="drop_feast"),
    path("gatherings/<int:pk>/", gathering.page, name="gathering"),
    path("gatherings/<int:pk>/edit", gathering.edit, name="edit"),
    path("gatherings/<int:pk>/end", gathering.end, name="end"),
    path("gatherings/<int:pk>/calendar.ics", gathering.ics, name="ics"),
    path("gatherings/occasions/<int:pk>/", occasion.page, name="occasion"),
    path("gatherings/occasions/<int:pk>/list", occasion.keep, name="keep"),
    path("gatherings/occasions/<int:pk>/sheet.pdf", occasion.wall_sheet, name="wall"),
    *(path(f"gatherings/occasions/<int:pk>/{name}", occasion.act, {"name": name}, name=name) for name in occasion.ACTS),
    path("g/<str:code>", open.tap, name="tap"),
    path("v/<str:token>/gatherings", open.mine, name="mine"),
    path("v/<str:token>/gatherings/<int:pk>/list", leading.keep, name="mine_list"),
]
