from django.urls import path

from hamafza.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("plain", views.plain, name="plain"),
    path("sheet", views.sheet, name="sheet"),
    path("theme", views.theme, name="theme"),
]

for _pattern in urlpatterns:  # the lowest area knows no guards; it says what it is by itself
    _pattern.callback.guard = "open: specimens and a preference, without any real thing"  # type: ignore[attr-defined]
