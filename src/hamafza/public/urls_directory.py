"""The directory of centres, open to all."""

from django.urls import path

from hamafza.public.views import directory

app_name = "directory"
urlpatterns = [
    path("directory", directory.directory, name="list"),
    path("directory.json", directory.export, name="export"),
    path("directory/<slug:code>", directory.centre, name="centre"),
]
