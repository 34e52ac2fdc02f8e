"""An address as typed holds no NUL: PostgreSQL refuses that sign as late as the query, as a fault of ours."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class NoNulMiddleware:
    """Takes %00 out of the query string; nobody types it, and no word loses by it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        while "%00" in query:  # %%0000 holds another one
            query = query.replace("%00", "")
        request.META["QUERY_STRING"] = query.replace("\0", "")
        return self._get_response(request)
