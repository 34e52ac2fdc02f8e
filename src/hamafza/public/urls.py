from django.urls import path

from hamafza.public.views import here, printed, stories, story_lists, tracking

app_name = "public"
urlpatterns = [
    path("t", tracking.track, name="track"),
    path("t/word", tracking.add_word, name="add_word"),
    path("t/withdraw", tracking.withdraw, name="withdraw"),
    path("t/voice", tracking.voice, name="voice"),
    path("t/story", tracking.story_word, name="story_word"),
    path("t/slip", tracking.slip, name="slip"),
    path("t/forget", tracking.forget, name="forget"),
    path("here", here.here, name="nation"),
    path("here/<slug:code>", here.here, name="here"),
    path("here/<slug:code>.rss", here.feed, name="feed"),
    path("here/<slug:code>/stories", printed.stories, name="printed"),
    path("here/<slug:code>/stories/<int:pk>", printed.story, name="printed_story"),
    path("stories/", story_lists.listing, name="stories"),
    path("stories/print", story_lists.printed, name="stories_print"),
    path("stories/sheet", story_lists.sheet_of, name="stories_sheet"),
    path("stories/of/<int:pk>", stories.of_request, name="stories_of"),
    path("stories/new/<int:need>", stories.new, name="story_new"),
    path("stories/<int:pk>/", stories.story, name="story"),
    path("stories/<int:pk>/edit", stories.edit, name="story_edit"),
    path("stories/<int:pk>/ask", stories.ask, name="story_ask"),
    path("stories/<int:pk>/approve", stories.approve, name="story_approve"),
    path("stories/<int:pk>/refuse", stories.refuse, name="story_refuse"),
    path("stories/<int:pk>/take-back", stories.take_back, name="story_take_back"),
]
