"""The public door, the officers' pages, and her own page."""

from django.urls import path

from hamafza.volunteers.views import forecast, join, lists, own, volunteer

app_name = "volunteers"

urlpatterns = [
    path("join", join.join, name="join"),
    path("join/done", join.joined, name="joined"),
    path("volunteers/", lists.volunteers, name="list"),
    path("volunteers/print", lists.printed, name="list_print"),
    path("volunteers/sheet", lists.exported, name="list_sheet"),
    path("volunteers/forecast", forecast.page, name="forecast"),
    path("volunteers/forecast/print", forecast.printed, name="forecast_print"),
    path("volunteers/forecast/sheet", forecast.exported, name="forecast_sheet"),
    path("volunteers/new", join.new, name="new"),
    path("volunteers/<int:pk>/", volunteer.page, name="volunteer"),
    path("volunteers/<int:pk>/edit", volunteer.edit, name="edit"),
    path("volunteers/<int:pk>/accept", volunteer.accept, name="accept"),
    path("volunteers/papers/<int:pk>", volunteer.paper, name="paper"),
    *(path(f"volunteers/<int:pk>/{name}", volunteer.at_once, {"name": name}, name=name) for name in volunteer.ONCE),
    *(path(f"volunteers/<int:pk>/{name}", volunteer.with_form, {"name": name}, name=name) for name in volunteer.ACTS),
    path("v/<str:token>/", own.page, name="own"),
    path("v/<str:token>/edit", own.edit, name="own_edit"),
    path("v/<str:token>/leave", own.leave, name="own_leave"),
    path("v/<str:token>/back", own.back, name="own_back"),
    path("v/<str:token>/stay", own.stay, name="own_stay"),
]
