from django.urls import path

from hamafza.public.views import here, tracking

app_name = "public"
urlpatterns = [
    path("t", tracking.track, name="track"),
    path("t/word", tracking.add_word, name="add_word"),
    path("t/withdraw", tracking.withdraw, name="withdraw"),
    path("t/voice", tracking.voice, name="voice"),
    path("t/slip", tracking.slip, name="slip"),
    path("t/forget", tracking.forget, name="forget"),
    path("here", here.here, name="nation"),
    path("here/<slug:code>", here.here, name="here"),
    path("here/<slug:code>.rss", here.feed, name="feed"),
]
