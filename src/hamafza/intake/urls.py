"""The doors for people. `/ask` is open to all; the rest is for those who serve."""

from django.urls import path

from hamafza.intake.views import ask, files, imports, letters, listing, receiving, triage

app_name = "intake"
urlpatterns = [
    path("ask", ask.ask, name="ask"),
    path("ask/done", ask.done, name="ask_done"),
    path("ask/slip", ask.slip, name="ask_slip"),
    path("ask/danger", ask.danger, name="ask_danger"),
    path("ask/places", ask.places_typed, name="places"),
    path("requests/", listing.listing, name="list"),
    path("requests/export", listing.export, name="export"),
    path("requests/new", receiving.new, name="new"),
    path("requests/received", receiving.received, name="received"),
    path("requests/suggest", receiving.suggest, name="suggest"),
    path("requests/same-phone", receiving.same_phone, name="same_phone"),
    path("requests/slips", receiving.slips_of_session, name="slips"),
    path("requests/letters", letters.letters, name="letters"),
    path("requests/import/", imports.imports, name="imports"),
    path("requests/import/<int:pk>/", imports.one, name="import"),
    path("requests/import/<int:pk>/run", imports.run, name="import_run"),
    path("requests/import/<int:pk>/undo", imports.undo, name="import_undo"),
    path("requests/queue", triage.queue, name="queue"),
    path("requests/<int:pk>/triage", triage.triage, name="triage"),
    path("requests/<int:pk>/slip", files.slip, name="slip"),
    path("requests/files/<int:pk>", files.file, name="file"),
]
