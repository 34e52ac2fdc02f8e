"""Addresses of GeoReport v2; the ending is the form."""

from django.urls import re_path

from hamafza.intake.open311 import views

app_name = "open311"
FORM = r"\.(?P<form>json|xml)$"
ID = r"(?P<shown_id>[0-9A-Za-z-]{1,40})"

urlpatterns = [
    re_path(f"^discovery{FORM}", views.discovery, name="discovery"),
    re_path(f"^services{FORM}", views.services, name="services"),
    re_path(rf"^services/(?P<code>[0-9A-Za-z_-]{{1,40}}){FORM}", views.service, name="service"),
    re_path(f"^requests{FORM}", views.requests, name="requests"),
    re_path(f"^requests/{ID}{FORM}", views.one_request, name="request"),
    re_path(f"^tokens/{ID}{FORM}", views.token, name="token"),
]
