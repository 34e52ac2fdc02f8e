"""All addresses, area by area."""

from django.urls import include, path, re_path
from django.views.i18n import set_language

from hamafza.config import api
from hamafza.config.health import health
from hamafza.network.guards import open_to_all

urlpatterns = [
    path("health", open_to_all("for the watchman")(health), name="health"),
    path("language", open_to_all("a preference")(set_language), name="set_language"),
    path("ui/", include("hamafza.ui.urls")),
    path("", include("hamafza.public.urls")),
    path("", include("hamafza.desks.urls")),
    path("", include("hamafza.care.urls")),
    path("", include("hamafza.succession.urls")),
    path("", include("hamafza.reports.urls")),
    path("", include("hamafza.meetings.urls")),
    path("", include("hamafza.referrals.urls")),
    path("", include("hamafza.intake.urls")),
    path("", include("hamafza.gatherings.urls")),
    path("", include("hamafza.shifts.urls")),
    path("", include("hamafza.volunteers.urls")),
    path("", include("hamafza.network.urls")),
    path("", include("hamafza.network.urls_officers")),
    path("", include("hamafza.public.urls_directory")),
    path("account/", include("hamafza.people.urls")),
    path("account/", include("hamafza.people.urls_signing_in")),
    path("api/v1/", api.urls()),
    path("open311/v2/", include("hamafza.intake.open311.urls")),
    re_path("^(api|open311)/", api.nothing),
]

handler429 = "hamafza.people.too_many.too_many"

handler500 = "hamafza.kernel.outage.server_error"
