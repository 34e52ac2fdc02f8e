"""The navigation is data: each area registers its entries in `AppConfig.ready`.

Orders by habit: 0 today · 100 people · 200 capacity · 300 network · 400 keeping the house.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

Text = Any  # a string, or a lazily translated one
Badge = Callable[[HttpRequest], int]
Permission = Callable[[HttpRequest], bool]


@dataclass(frozen=True)
class Entry:
    """One registered line of the navigation."""

    group: Text
    label: Text
    url_name: str
    order: int
    permission: Permission | None
    badge: Badge | None
    short: Text
    under: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """An entry as one person sees it on one page."""

    label: str
    short: str
    url: str
    badge: int
    current: bool


@dataclass(frozen=True)
class Group:
    """Entries under one heading; the first group usually has none."""

    label: str
    links: list[Link]


_entries: dict[str, Entry] = {}


def register(
    group: Text,
    label: Text,
    url_name: str,
    order: int,
    permission: Permission | None = None,
    badge: Badge | None = None,
    *,
    short: Text = "",
    under: tuple[str, ...] = (),
) -> None:
    """Add an entry.

    `short` is its word for the bottom bar of a phone, whose first four entries have one; `under` are the addresses of
    pages that belong to it and lie elsewhere.
    """
    _entries[url_name] = Entry(group, label, url_name, order, permission, badge, short, under)


def groups(request: HttpRequest) -> list[Group]:
    """What this person may open, grouped, in order."""
    seen: dict[str, list[tuple[Entry, str]]] = {}
    for entry in sorted(_entries.values(), key=lambda e: e.order):
        if entry.permission is None or entry.permission(request):
            seen.setdefault(str(entry.group), []).append((entry, _address(entry.url_name)))
    owners = {place: url for entries in seen.values() for entry, url in entries for place in (*entry.under, url)}
    here = owners.get(_closest(request.path, list(owners)), "")
    return [
        Group(label, [_link(entry, url, request, here) for entry, url in entries]) for label, entries in seen.items()
    ]


@cache
def _address(url_name: str) -> str:
    """Every page asks for all of them, and they do not change."""
    return reverse(url_name)


def dock(shown: list[Group], size: int = 4) -> list[Link]:
    """The few links for the bottom bar: those with a short word first, then the first ones."""
    links = [link for group in shown for link in group.links]
    chosen = ([link for link in links if link.short] + [link for link in links if not link.short])[:size]
    return [link for link in links if link in chosen]


def _closest(path: str, urls: list[str]) -> str:
    """The longest address that the current path lies under."""
    under = [url for url in urls if path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))]
    return max(under, key=len, default="")


def _link(entry: Entry, url: str, request: HttpRequest, here: str) -> Link:
    badge = entry.badge(request) if entry.badge else 0
    return Link(str(entry.label), str(entry.short), url, badge, url == here)
