from django.urls import path

from hamafza.desks import request_page
from hamafza.desks.views import acts, home, letters, preview, search

app_name = "desks"
urlpatterns = [
    path("requests/<int:pk>/", request_page.request_page, name="request"),
    path("requests/<int:pk>/words", request_page.add_word, name="add_word"),
    path("", home.home, name="home"),
    path("search", search.search, name="search"),
    path("search/suggest", search.suggest, name="suggest"),
    path("today/referrals/<int:pk>/accept", acts.accept, name="accept"),
    path("today/referrals/<int:pk>/resume", acts.resume, name="resume"),
    path("today/referrals/<int:pk>/contacted", acts.contacted, name="contacted"),
    path("today/referrals/<int:pk>/note", acts.note, name="note"),
    path("today/requests/<int:pk>/agree", acts.agree, name="agree"),
    path("today/requests/<int:pk>/seen", acts.seen, name="seen"),
    path("today/capacity/<int:pk>", acts.capacity, name="capacity"),
    path("notices", letters.inbox, name="inbox"),
    path("notices/read", letters.read_all, name="read_all"),
    path("notices/dead", letters.dead, name="dead"),
    path("notices/dead/<int:pk>/again", letters.send_again, name="send_again"),
    path("network/preview", preview.preview, name="preview"),
]
