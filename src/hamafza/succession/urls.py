"""Handovers, successors, acting heads, the life of centres."""

from django.urls import path

from hamafza.succession.views import acting, checks, handover, handovers, lists, people

app_name = "succession"
urlpatterns = [
    path("handover/", handovers.listing, name="handovers"),
    path("handover/print", handovers.printed, name="handovers_print"),
    path("handover/sheet", handovers.exported, name="handovers_sheet"),
    path("handover/<int:pk>/", handover.page, name="handover"),
    path("handover/done/<int:pk>/", handover.record, name="done"),
    path("handover/done/<int:pk>/paper.pdf", handover.paper, name="paper"),
    path("handover/done/<int:pk>/back", handover.back, name="back"),
    path("succession/", lists.listing, name="list"),
    path("succession/print", lists.printed, name="print"),
    path("succession/sheet", lists.exported, name="sheet"),
    path("succession/mine", people.mine, name="mine"),
    path("succession/officers/<int:pk>/", people.officer, name="officer"),
    path("succession/centres/<slug:code>/", people.centre, name="centre"),
    path("succession/grants/<int:pk>/begin", people.begin, name="begin"),
    path("succession/links/<int:pk>/", people.link, name="link"),
    path("succession/links/<int:pk>/advance", people.advance, name="advance"),
    path("succession/links/<int:pk>/end", people.end, name="end"),
    path("succession/life", checks.listing, name="checks"),
    path("succession/life/print", checks.printed, name="checks_print"),
    path("succession/life/sheet", checks.exported, name="checks_sheet"),
    path("succession/life/<int:pk>/", checks.page, name="check"),
    path("succession/life/<int:pk>/confirm", checks.confirm, name="confirm"),
    path("succession/life/<int:pk>/keep", checks.keep, name="keep"),
    path("succession/acting/<int:pk>/", acting.page, name="acting"),
    path("succession/acting/offers/<int:pk>/yes", acting.yes, name="yes"),
    path("succession/acting/offers/<int:pk>/no", acting.no, name="no"),
    path("v/<str:token>/succession", people.volunteer, name="volunteer"),
]
