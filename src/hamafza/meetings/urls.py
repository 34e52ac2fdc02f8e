"""Meetings, actions, and calendars."""

from django.urls import path

from hamafza.meetings.views import actions, acts, feed, lists, meeting, series

app_name = "meetings"
BEFORE = {"meeting": "meetings/", "item": "meetings/items/", "invitee": "meetings/invitees/",
          "decision": "meetings/decisions/", "action": "actions/"}  # fmt: skip

urlpatterns = [
    path("meetings/", lists.meetings, name="list"),
    path("meetings/print", lists.meetings_printed, name="list_print"),
    path("meetings/sheet", lists.meetings_sheet, name="list_sheet"),
    path("meetings/calendar", feed.page, name="feed"),
    path("meetings/calendar/new", feed.make, name="feed_new"),
    path("meetings/calendar/close", feed.close, name="feed_close"),
    path("meetings/feed/<str:token>.ics", feed.ics, name="feed_ics"),
    path("meetings/series/new", series.new, name="new"),
    path("meetings/series/<int:pk>/", series.page, name="series"),
    path("meetings/series/<int:pk>/edit", series.edit, name="edit"),
    path("meetings/series/<int:pk>/end", series.end, name="end"),
    path("meetings/series/<int:pk>/decisions", series.became, name="became"),
    path("meetings/series/<int:pk>/decisions/sheet", series.became_sheet, name="became_sheet"),
    path("meetings/<int:pk>/", meeting.page, name="meeting"),
    path("meetings/<int:pk>/items", meeting.add_item, name="add_item"),
    path("meetings/<int:pk>/invite", meeting.invite, name="invite"),
    path("meetings/<int:pk>/decide", meeting.decide, name="decide"),
    path("meetings/<int:pk>/near", meeting.near, name="near"),
    path("meetings/<int:pk>/paper.pdf", meeting.paper, name="paper"),
    path("meetings/<int:pk>/event.ics", meeting.ics, name="ics"),
    path("meetings/items/<int:pk>/write", meeting.write, name="write"),
    path("actions/", lists.actions, name="actions"),
    path("actions/print", lists.actions_printed, name="actions_print"),
    path("actions/sheet", lists.actions_sheet, name="actions_sheet"),
    path("actions/<int:pk>/", actions.page, name="action"),
    path("actions/<int:pk>/file", actions.file, name="file"),
    *(
        path(f"{BEFORE[one.kind]}<int:pk>/{name}", acts.at_once, {"name": name}, name=name)
        for name, one in acts.ONCE.items()
    ),
    *(
        path(f"{BEFORE[one.kind]}<int:pk>/{name}", acts.with_form, {"name": name}, name=name)
        for name, one in acts.ACTS.items()
    ),
]
