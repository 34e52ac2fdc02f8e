"""Who is signed in, as the top bar shows it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True)
class PersonLine:
    """A name, the role under it, and the two letters of the round picture."""

    name: str
    caption: str
    links: tuple[tuple[str, str], ...] = ()  # (label, address) for the menu under the name

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.name.split()[:2])


_describe: list[Callable[[HttpRequest], PersonLine]] = []


def describe_with(describe: Callable[[HttpRequest], PersonLine]) -> None:
    """Let the area of people say how a signed-in person is named; the last word counts."""
    _describe[:] = [describe]


def person_line(request: HttpRequest) -> PersonLine | None:
    """The line for this request, or None for a visitor."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    if _describe:
        return _describe[0](request)
    return PersonLine(user.get_full_name() or str(user), "")
