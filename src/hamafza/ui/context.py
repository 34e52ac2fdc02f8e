"""What the base page needs on every request, read only if the page asks for it."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from hamafza.ui import navigation, person

THEME_COOKIE = "hamafza_theme"
THEMES = ("light", "dark")


class Chrome:
    """The frame around a page: navigation, person, theme."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        chosen = request.COOKIES.get(THEME_COOKIE, "")
        self.theme = chosen if chosen in THEMES else ""
        self.groups = SimpleLazyObject(lambda: navigation.groups(request))
        self.person = SimpleLazyObject(lambda: person.person_line(request) or "")

    @property
    def dock(self) -> list[navigation.Link]:
        return navigation.dock(list(self.groups))


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Context processor `hamafza.ui.context.chrome`."""
    return {"chrome": Chrome(request)}
