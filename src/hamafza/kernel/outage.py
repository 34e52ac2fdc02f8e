"""The database is away: say so, with 503 and when to come back. Never 500, never a half-written thing."""

import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views import defaults

RETRY_AFTER_SECONDS = 5
AWAY = (OperationalError, InterfaceError)
Answer = Callable[[HttpRequest], HttpResponse]


class OutageMiddleware:
    """Outermost; answers for every view. What fails in another middleware is answered by `server_error`."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A view failed for want of the database."""
        return outage(request) if isinstance(exception, AWAY) else None


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: Django has already caught what a middleware raised, a session that cannot be read for one."""
    return outage(request) if isinstance(sys.exception(), AWAY) else defaults.server_error(request)


def outage(request: HttpRequest) -> HttpResponse:
    """A page that needs no database, or JSON for a machine."""
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
    if request.path.startswith(("/api/", "/open311/", "/health")):
        message = _("پایگاه داده پاسخ نمی‌دهد. چند ثانیهٔ دیگر دوباره بفرستید.")
        said = {"error": "database_unavailable", "message": message, "field": None}
        return JsonResponse(said, status=503, headers=headers, json_dumps_params={"ensure_ascii": False})
    return HttpResponse(render_to_string("503.html"), status=503, headers=headers)
