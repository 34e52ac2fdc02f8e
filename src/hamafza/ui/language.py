"""Persian unless the reader chose otherwise with the switch; a phone set to English does not choose for her.

Machines say by Accept-Language in which language they want their errors.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

MACHINES = ("/api/", "/open311/")


class LanguageMiddleware:
    """Stands where Django's LocaleMiddleware would stand."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = chosen(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self._get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def chosen(request: HttpRequest) -> str:
    """The language of the switch, of a machine's header, or Persian."""
    if request.path.startswith(MACHINES):
        return translation.get_language_from_request(request)
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return cookie if cookie in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def named(found: Mapping[str, Any], prefix: str) -> str:
    """A name in the language of the page, from a row of `values()`."""
    english = translation.get_language() == "en" and found.get(f"{prefix}name_en")
    return english or found.get(f"{prefix}name_fa") or ""
