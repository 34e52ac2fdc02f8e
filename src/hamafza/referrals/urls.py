from django.urls import path

from hamafza.referrals.views import answering, choosing, door, inbox, link, load

app_name = "referrals"
urlpatterns = [
    path("referrals/", inbox.inbox, name="inbox"),
    path("referrals/print", inbox.printed, name="print"),
    path("referrals/export.xlsx", inbox.exported, name="export"),
    path("referrals/<int:pk>/", answering.hop, name="hop"),
    path("referrals/<int:pk>/accept", answering.accept, name="accept"),
    path("referrals/<int:pk>/resume", answering.resume, name="resume"),
    path("referrals/<int:pk>/decline", answering.answer, {"name": "decline"}, name="decline"),
    path("referrals/<int:pk>/hold", answering.answer, {"name": "hold"}, name="hold"),
    path("referrals/<int:pk>/note", answering.answer, {"name": "note"}, name="note"),
    path("referrals/<int:pk>/finish", answering.answer, {"name": "finish"}, name="finish"),
    path("referrals/<int:pk>/give-up", answering.answer, {"name": "give-up"}, name="give-up"),
    path("referrals/<int:pk>/relay", answering.answer, {"name": "relay"}, name="relay"),
    path("referrals/<int:pk>/withdraw", answering.withdraw, name="withdraw"),
    path("referrals/notes/<int:pk>/take-back", answering.take_back_note, name="take_back_note"),
    path("requests/<int:pk>/needs/<int:need>/choose", choosing.choose, name="choose"),
    path("referrals/<int:pk>/link", link.send, name="send_link"),
    path("referrals/<int:pk>/link/revoke", link.revoke, name="revoke_link"),
    path("a/<str:token>", link.answer, name="answer"),
    path("a/<str:token>/again", link.ask_again, name="ask_again"),
    path("centres/<slug:code>/load", load.load, name="load"),
    path("last-doors/", door.doors, name="last_doors"),
    path("last-doors/<int:pk>/", door.act, name="last_door"),
]
